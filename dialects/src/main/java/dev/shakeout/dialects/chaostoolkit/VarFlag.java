package dev.shakeout.dialects.chaostoolkit;

import dev.shakeout.dialects.Inputs;
import dev.shakeout.model.BadValue;
import dev.shakeout.model.InvalidInput;
import dev.shakeout.model.Json;
import dev.shakeout.model.Problem;

/** A variable on the command line: {@code key=value} or {@code key:type=value} (chaoslib/__init__.py, convert_vars). */
public final class VarFlag {
    private VarFlag() {}

    /** @throws InvalidInput when the flag has another form, or its value does not fit its type */
    public static Inputs add(Inputs inputs, String flag) {
        int equals = flag.indexOf('=');
        String key = equals < 0 ? "" : flag.substring(0, equals);
        int colon = key.lastIndexOf(':');
        String name = colon < 0 ? key : key.substring(0, colon);
        if (name.isBlank()) {
            throw refuse("'" + flag + "' must have the form name=value or name:type=value");
        }
        try {
            var conversion = colon < 0 ? Conversion.STR : Conversion.NAMES.parse(Json.of(key.substring(colon + 1)));
            return inputs.withVar(name, conversion.convert(flag.substring(equals + 1)));
        } catch (BadValue e) {
            throw refuse("'" + name + "': " + e.getMessage());
        }
    }

    private static InvalidInput refuse(String words) {
        return new InvalidInput(Problem.of("--var " + words));
    }
}
