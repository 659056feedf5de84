package dev.shakeout.faults.host;

import dev.shakeout.model.Arguments;
import dev.shakeout.model.BadValue;
import dev.shakeout.model.Json;
import dev.shakeout.model.Nearest;
import dev.shakeout.model.Parameter;
import dev.shakeout.model.Percent;
import dev.shakeout.model.Type;
import java.util.Arrays;
import java.util.List;

/** Kinds of calls on files that a fault happens to. */
record FileCalls(List<String> names) {
    private static final List<String> ALL =
            List.of("read", "write", "open", "create", "delete", "rename", "list", "attributes", "sync");

    static final Parameter<FileCalls> OPERATIONS = Parameter.withDefault(
            "operations",
            new Kind(),
            new FileCalls(List.of("read", "write")),
            "Kinds of calls that it happens to: " + String.join(", ", ALL) + ".");
    static final Parameter<Percent> PERCENT = Parameter.withDefault(
            "percent", Type.percent(0.1, 100), new Percent(100), "Share of these calls that it happens to.");

    /** Of a file system of ours: what happens to these calls, and to which of them. */
    static String note(Arguments arguments, String option) {
        return "--calls=" + arguments.get(OPERATIONS) + " --share="
                + arguments.get(PERCENT).fraction() + " " + option;
    }

    /** In words: 10% of the calls read,write take 200 ms longer. */
    static String words(Arguments arguments, String happens) {
        return arguments.get(PERCENT) + " of the calls " + arguments.get(OPERATIONS) + " " + happens;
    }

    @Override
    public String toString() {
        return String.join(",", names);
    }

    /** A list of them, or a text with commas. */
    record Kind() implements Type<FileCalls> {
        @Override
        public String name() {
            return "list";
        }

        @Override
        public String allowed() {
            return "a list of some of " + String.join(", ", ALL);
        }

        @Override
        public FileCalls parse(Json json) {
            List<String> names = json instanceof Json.Arr
                    ? Type.texts().parse(json)
                    : Arrays.stream(Type.text().parse(json).split(",", -1))
                            .map(String::strip)
                            .toList();
            if (names.isEmpty()) {
                throw new BadValue("must be " + allowed());
            }
            names.stream().filter(name -> !ALL.contains(name)).findFirst().ifPresent(name -> {
                throw new BadValue(
                        "'" + name + "' is not one of " + String.join(", ", ALL) + Nearest.suggestion(name, ALL));
            });
            return new FileCalls(names.stream().distinct().toList());
        }

        @Override
        public Json.Obj schema() {
            String one = "\\s*(?:" + String.join("|", ALL) + ")\\s*";
            return Json.object(
                    "type",
                    Json.of(List.of(Json.of("array"), Json.of("string"))),
                    "minItems",
                    Json.of(1L),
                    "items",
                    Type.Choice.schema(ALL),
                    "pattern",
                    "^" + one + "(?:," + one + ")*$",
                    "examples",
                    Json.of(List.of(Json.of(List.of(Json.of("read"), Json.of("write"))))));
        }
    }
}
