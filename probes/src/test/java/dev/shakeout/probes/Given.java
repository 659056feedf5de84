package dev.shakeout.probes;

import dev.shakeout.engine.ProbeKind;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Json;
import dev.shakeout.model.Parameter;
import java.util.LinkedHashMap;

/** A probe's arguments as a file would give them. */
final class Given {
    private Given() {}

    static Arguments arguments(ProbeKind kind, Object... keysAndValues) {
        Json.Obj given = Json.object(keysAndValues);
        var values = new LinkedHashMap<String, Object>();
        for (Parameter<?> parameter : kind.descriptor().parameters()) {
            given.get(parameter.name())
                    .ifPresent(json ->
                            values.put(parameter.name(), parameter.type().parse(json)));
        }
        if (values.size() != given.members().size()) {
            throw new IllegalArgumentException("a parameter is unknown: " + given.text());
        }
        return new Arguments(values);
    }
}
