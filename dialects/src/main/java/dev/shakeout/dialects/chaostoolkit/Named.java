package dev.shakeout.dialects.chaostoolkit;

import dev.shakeout.model.BadValue;
import dev.shakeout.model.Descriptor;
import dev.shakeout.model.Json;
import dev.shakeout.model.Nearest;
import dev.shakeout.model.Type;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The name of something in the vocabulary.
 *
 * @param what what it names, for messages: "fault"
 */
public record Named(String what, Map<String, Descriptor> known) implements Type<Descriptor> {
    /** So many names can be read in a message. */
    private static final int FEW = 15;

    public static Named of(String what, Map<String, Descriptor> known) {
        return new Named(what, new TreeMap<>(known));
    }

    @Override
    public String name() {
        return "choice";
    }

    @Override
    public String allowed() {
        return allowed("");
    }

    /** Of many names only those of the group that was meant, or else the groups. */
    private String allowed(String meant) {
        if (known.isEmpty()) {
            return "a " + what + ", but none is installed";
        }
        List<String> near = known.keySet().stream()
                .filter(name -> known.size() <= FEW || group(name).equals(group(meant)))
                .toList();
        return "one of "
                + (near.isEmpty()
                        ? known.keySet().stream()
                                .map(name -> group(name).isEmpty() ? name : group(name) + "\u2026")
                                .distinct()
                                .collect(Collectors.joining(", "))
                        : String.join(", ", near));
    }

    /** Such as: network/ */
    private static String group(String name) {
        return name.substring(0, name.indexOf('/') + 1);
    }

    @Override
    public Json.Obj schema() {
        return Json.object(
                "oneOf",
                Json.of(known.values().stream()
                        .map(each -> Json.object("const", each.name(), "description", each.summary()))
                        .toList()));
    }

    @Override
    public Descriptor parse(Json json) {
        String name = json.text();
        Descriptor descriptor = known.get(name);
        if (descriptor == null) {
            String suggestion = Nearest.suggestion(name, known.keySet());
            throw new BadValue("there is no " + what + " '" + name + "'" + suggestion
                    + (suggestion.isEmpty() ? "; must be " : " It must be ") + allowed(name));
        }
        return descriptor;
    }
}
