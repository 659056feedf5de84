package dev.shakeout.dialects.chaostoolkit;

import dev.shakeout.model.BadValue;
import dev.shakeout.model.Descriptor;
import dev.shakeout.model.Json;
import dev.shakeout.model.Nearest;
import dev.shakeout.model.Type;
import java.util.Map;
import java.util.TreeMap;

/**
 * The name of something in the vocabulary.
 *
 * @param what what it names, for messages: "fault"
 */
public record Named(String what, Map<String, Descriptor> known) implements Type<Descriptor> {
    public static Named of(String what, Map<String, Descriptor> known) {
        return new Named(what, new TreeMap<>(known));
    }

    @Override
    public String name() {
        return "choice";
    }

    @Override
    public String allowed() {
        return known.isEmpty()
                ? "a " + what + ", but none is installed"
                : "one of " + String.join(", ", known.keySet());
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
            throw new BadValue("there is no " + what + " '" + name + "'" + Nearest.suggestion(name, known.keySet())
                    + "; must be " + allowed());
        }
        return descriptor;
    }
}
