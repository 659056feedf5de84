package dev.shakeout.dialects.chaostoolkit;

import dev.shakeout.dialects.Fields;
import dev.shakeout.dialects.Inputs;
import dev.shakeout.dialects.Name;
import dev.shakeout.dialects.Problems;
import dev.shakeout.dialects.Tree;
import dev.shakeout.model.BadValue;
import dev.shakeout.model.Json;
import dev.shakeout.model.Position;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * An experiment's configuration and secrets with their values fetched (chaoslib/configuration.py, secret.py).
 *
 * @param secrets groups of values
 * @param unknown names that are there but have no value, which has been told
 */
record Settings(Map<String, Json> configuration, Map<String, Map<String, Json>> secrets, Set<String> unknown) {

    static Settings read(Fields experiment, Inputs inputs, Problems problems) {
        var unknown = new HashSet<String>();
        var configuration = new LinkedHashMap<String, Json>();
        experiment
                .object("configuration")
                .ifPresent(fields -> fields.tree().members().forEach((key, member) -> {
                    boolean overridden = inputs.vars().containsKey(key)
                            || inputs.configuration().containsKey(key);
                    if (!overridden) {
                        configuration(member.value(), inputs, problems)
                                .ifPresentOrElse(value -> configuration.put(key, value), () -> unknown.add(key));
                    }
                }));
        configuration.putAll(inputs.configuration());
        inputs.vars().forEach((key, value) -> {
            Tree written = Tree.at(new Position("--var " + key, 1, 1), value);
            configuration(written, inputs, problems).ifPresent(found -> configuration.put(key, found));
        });
        if (!inputs.rules().ours()) { // there, what the experiment does not declare cannot be given to it
            configuration.keySet().retainAll(declared(experiment, "configuration"));
        }
        var secrets = new LinkedHashMap<String, Map<String, Json>>();
        experiment
                .object("secrets")
                .ifPresent(fields -> fields.tree().members().forEach((group, member) -> {
                    if (!inputs.secrets().containsKey(group)) {
                        secrets.put(group, secretGroup(group, member.value(), inputs, unknown, problems));
                    }
                }));
        secrets.putAll(inputs.secrets());
        if (!inputs.rules().ours()) {
            secrets.keySet().retainAll(declared(experiment, "secrets"));
        }
        return new Settings(configuration, secrets, unknown);
    }

    private static Set<String> declared(Fields experiment, String section) {
        return experiment
                .object(section)
                .map(fields -> fields.tree().members().keySet())
                .orElse(Set.of());
    }

    static Optional<Json> configuration(Tree value, Inputs inputs, Problems problems) {
        return switch (type(value)) {
            case "env" -> environment(value, true, inputs, problems);
            case "probe" -> {
                problems.at(value.position(), "configuration from a probe (type: probe) is not supported yet");
                yield Optional.empty();
            }
            default -> Optional.of(value.json());
        };
    }

    static Map<String, Json> secretGroup(
            String group, Tree tree, Inputs inputs, Set<String> unknown, Problems problems) {
        var values = new LinkedHashMap<String, Json>();
        Fields.of(tree, "the group of secrets '" + group + "'", problems)
                .ifPresent(fields -> fields.tree()
                        .members()
                        .forEach((name, member) -> secret(member.value(), inputs, problems)
                                .ifPresentOrElse(value -> values.put(name, value), () -> unknown.add(name))));
        return values;
    }

    private static Optional<Json> secret(Tree value, Inputs inputs, Problems problems) {
        return switch (type(value)) {
            case "env" -> environment(value, false, inputs, problems);
            case "vault" -> {
                problems.at(value.position(), "secrets from Vault (type: vault) are not supported yet");
                yield Optional.empty();
            }
            default -> Optional.of(value.json());
        };
    }

    private static String type(Tree value) {
        return value instanceof Tree.Obj object
                ? object.get("type").map(member -> member.value().json().text()).orElse("")
                : "";
    }

    private static Optional<Json> environment(Tree value, boolean typed, Inputs inputs, Problems problems) {
        var found = Fields.of(value, "a value from the environment", problems);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        Fields fields = typed
                ? found.get().allow("type", "key", "default", "env_var_type")
                : found.get().allow("type", "key");
        var key = fields.require("key", Name.TYPE);
        var conversion = fields.or("env_var_type", Conversion.NAMES, Conversion.STR);
        if (key.isEmpty()) {
            return Optional.empty();
        }
        String variable = inputs.environment().get(key.get());
        if (variable != null) {
            return converted(
                    () -> conversion.convert(variable), "the environment variable '" + key.get() + "'", fields);
        }
        var fallback = typed ? fields.find("default") : Optional.<Tree>empty();
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
