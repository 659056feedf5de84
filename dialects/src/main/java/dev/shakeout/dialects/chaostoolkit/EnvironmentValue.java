package dev.shakeout.dialects.chaostoolkit;

import dev.shakeout.dialects.Fields;
import dev.shakeout.dialects.Inputs;
import dev.shakeout.dialects.Name;
import dev.shakeout.dialects.Problems;
import dev.shakeout.dialects.Tree;
import dev.shakeout.model.BadValue;
import dev.shakeout.model.Json;
import dev.shakeout.model.Parameter;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** A value that an environment variable holds. */
final class EnvironmentValue {
    static final Parameter<String> KEY = Parameter.required("key", Name.TYPE, "The variable's name.");
    static final Parameter<Conversion> CONVERSION = Parameter.withDefault(
            "env_var_type", Conversion.NAMES, Conversion.STR, "What the variable's text is turned into.");
    static final List<String> KEYS = List.of("type", "key", "default", "env_var_type");
    static final List<String> SECRET_KEYS = List.of("type", "key");

    private EnvironmentValue() {}

    /** May have a type and a default. */
    static Optional<Json> configuration(Tree value, Inputs inputs, Problems problems) {
        return read(value, true, inputs, problems);
    }

    /** Is text, and must be there. */
    static Optional<Json> secret(Tree value, Inputs inputs, Problems problems) {
        return read(value, false, inputs, problems);
    }

    private static Optional<Json> read(Tree value, boolean typed, Inputs inputs, Problems problems) {
        var found = Fields.of(value, "a value from the environment", problems);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        Fields fields = found.get().allow(typed ? KEYS : SECRET_KEYS);
        var key = fields.require(KEY);
        var conversion = fields.get(CONVERSION);
        if (key.isEmpty()) {
            return Optional.empty();
        }
        String variable = inputs.environment().get(key.get());
        if (variable != null) {
            return converted(
                    () -> conversion.convert(variable), "the environment variable '" + key.get() + "'", fields);
        }
        // a null is a default too, so it must not be taken for an absent key
        var fallback = typed ? fields.tree().get("default").map(Tree.Member::value) : Optional.<Tree>empty();
        if (fallback.isEmpty()) {
            String remedy = typed ? "set it, give a 'default', or pass --var" : "set it";
            problems.at(fields.positionOf("key"), "the environment variable '" + key.get() + "' is not set; " + remedy);
        }
        return fallback.flatMap(tree -> converted(() -> conversion.convert(tree.json()), "the default", fields));
    }

    private static Optional<Json> converted(Supplier<Json> value, String what, Fields fields) {
        try {
            return Optional.of(value.get());
        } catch (BadValue e) {
            fields.problems()
                    .at(fields.positionOf("env_var_type"), what + " does not fit its env_var_type: " + e.getMessage());
            return Optional.empty();
        }
    }
}
