package dev.shakeout.faults.host;

import dev.shakeout.engine.JsonReader;
import dev.shakeout.model.BadValue;
import dev.shakeout.model.Json;
import dev.shakeout.model.Nearest;
import dev.shakeout.model.Type;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What files are said to have as attributes, by name.
 *
 * @param values the mode in octal, moments as 2026-01-31T12:00:00Z, all else as numbers
 */
record FileAttributes(Map<String, String> values) {
    private static final String MOMENT = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d{1,9})?Z";

    /** @param most of a number; empty for what is text alone, as 0440 would be another number */
    private record Attribute(String pattern, String words, String format, Optional<Long> most) {
        Attribute(String pattern, String words, String format) {
            this(pattern, words, format, Optional.empty());
        }

        static Attribute number(int digits, String words, String format) {
            long most = (long) Math.pow(10, digits) - 1;
            return new Attribute("\\d{1," + digits + "}", words, format, Optional.of(most));
        }

        private Json.Obj schema() {
            Json.Obj text = Json.object("type", "string", "pattern", "^" + pattern + "$", "description", words);
            return most.map(number -> text.with("type", Json.of(List.of(Json.of("string"), Json.of("integer"))))
                            .with("minimum", Json.of(0L))
                            .with("maximum", Json.of(number)))
                    .orElse(text);
        }
    }

    /** Each with how stat(1) prints it. */
    private static final Map<String, Attribute> ALL = new TreeMap<>(Map.of(
            "mode",
            new Attribute("[0-7]{3,4}", "rights in octal, such as 0440", "%a"),
            "uid",
            Attribute.number(9, "the number of a user", "%u"),
            "gid",
            Attribute.number(9, "the number of a group", "%g"),
            "links",
            Attribute.number(4, "how many names it has", "%h"),
            "size",
            Attribute.number(15, "its length in bytes", "%s"),
            "accessed",
            new Attribute(MOMENT, "when it was read last, such as 2026-01-31T12:00:00Z", "%X"),
            "modified",
            new Attribute(MOMENT, "when it was written last, such as 2026-01-31T12:00:00Z", "%Y"),
            "changed",
            new Attribute(MOMENT, "when it was changed last, such as 2026-01-31T12:00:00Z", "%Z")));

    FileAttributes {
        values = Map.copyOf(values);
    }

    /** Sorted by name. */
    private List<Map.Entry<String, String>> entries() {
        return List.copyOf(new TreeMap<>(values).entrySet());
    }

    /** Of a file system of ours. */
    String note() {
        return entries().stream()
                .map(entry -> "--as-" + entry.getKey() + "=" + entry.getValue())
                .collect(Collectors.joining(" "));
    }

    /** For stat(1), which prints a line for each. */
    String format() {
        return entries().stream()
                .map(entry -> attribute(entry.getKey()).format())
                .collect(Collectors.joining("\n"));
    }

    private static Attribute attribute(String name) {
        return Optional.ofNullable(ALL.get(name)).orElseThrow();
    }

    /** What stat(1) prints of a file that is said to have them. */
    List<String> printed() {
        return entries().stream()
                .map(entry -> printed(entry.getKey(), entry.getValue()))
                .toList();
    }

    private static String printed(String name, String value) {
        return switch (name) {
            case "mode" -> Integer.toOctalString(Integer.parseInt(value, 8));
            case "accessed", "modified", "changed" ->
                Long.toString(Instant.parse(value).getEpochSecond());
            default -> Long.toString(Long.parseLong(value));
        };
    }

    /** As JSON, which is read again. */
    @Override
    public String toString() {
        Json.Obj object = Json.Obj.EMPTY;
        for (var entry : entries()) {
            object = object.with(entry.getKey(), Json.of(entry.getValue()));
        }
        return object.compact();
    }

    String words() {
        return entries().stream()
                .map(entry -> entry.getKey() + " " + entry.getValue())
                .collect(Collectors.joining(", "));
    }

    /** A map of some of them, or the same as text. */
    record Kind() implements Type<FileAttributes> {
        private static final Json EXAMPLE = Json.object("mode", "0440");

        @Override
        public String name() {
            return "map";
        }

        @Override
        public String allowed() {
            return "a map of some of " + String.join(", ", ALL.keySet());
        }

        @Override
        public FileAttributes parse(Json json) {
            Json given = json instanceof Json.Str(var text) && text.startsWith("{") ? JsonReader.read(text) : json;
            var values = new TreeMap<>(Type.textMap().parse(given));
            if (values.isEmpty()) {
                throw new BadValue("must be " + allowed());
            }
            values.forEach((name, value) ->
                    check(name, value, ((Json.Obj) given).members().get(name) instanceof Json.Str));
            return new FileAttributes(values);
        }

        private static void check(String name, String value, boolean text) {
            if (!ALL.containsKey(name)) {
                throw new BadValue("'" + name + "' is not one of " + String.join(", ", ALL.keySet())
                        + Nearest.suggestion(name, ALL.keySet()));
            }
            Attribute attribute = attribute(name);
            boolean kind = text || attribute.most().isPresent();
            if (!kind || !value.matches(attribute.pattern()) || !isMoment(attribute, value)) {
                throw new BadValue("'" + value + "' is not " + attribute.words() + ", as " + name + " must be"
                        + (kind ? "" : "; put it into quotes"));
            }
        }

        private static boolean isMoment(Attribute attribute, String value) {
            try {
                return !attribute.pattern().equals(MOMENT)
                        || Instant.parse(value).isAfter(Instant.MIN);
            } catch (DateTimeParseException _) {
                return false;
            }
        }

        @Override
        public Optional<Json> example() {
            return Optional.of(EXAMPLE);
        }

        @Override
        public Json.Obj schema() {
            Json.Obj properties = Json.Obj.EMPTY;
            for (var each : ALL.entrySet()) {
                properties = properties.with(each.getKey(), each.getValue().schema());
            }
            return Json.object(
                    "type",
                    "object",
                    "properties",
                    properties,
                    "propertyNames",
                    Type.Choice.schema(ALL.keySet()),
                    "minProperties",
                    1,
                    "examples",
                    Json.of(List.of(EXAMPLE)));
        }
    }
}
