package dev.shakeout.dialects.chaostoolkit;

import dev.shakeout.dialects.Fields;
import dev.shakeout.dialects.Inputs;
import dev.shakeout.dialects.Problems;
import dev.shakeout.dialects.Tree;
import dev.shakeout.dialects.TreeReader;
import dev.shakeout.model.InvalidInput;
import dev.shakeout.model.Json;
import dev.shakeout.model.Position;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * A file of variables: JSON or YAML with {configuration, secrets} as in an experiment, or else lines of NAME=value for the
 * environment (chaoslib/__init__.py, merge_vars). A later file wins over an earlier one.
 */
public final class VarFile {
    private VarFile() {}

    /** @throws InvalidInput with every mistake found */
    public static Inputs add(Inputs inputs, String file, String text) {
        return isDocument(file) ? addDocument(inputs, file, text) : addEnvironment(inputs, file, text);
    }

    /** Whether a file of this name holds configuration and secrets, and not variables of the environment. */
    public static boolean isDocument(String file) {
        String name = file.toLowerCase(Locale.ROOT);
        return name.endsWith(".json") || name.endsWith(".yaml") || name.endsWith(".yml");
    }

    private static Inputs addDocument(Inputs inputs, String file, String text) {
        var problems = new Problems();
        var configuration = new LinkedHashMap<>(inputs.configuration());
        var secrets = new LinkedHashMap<>(inputs.secrets());
        Fields.of(TreeReader.read(file, text), "a file of variables", problems).ifPresent(fields -> {
            fields.allow("configuration", "secrets");
            fields.object("configuration")
                    .ifPresent(values -> values.tree()
                            .members()
                            .forEach((key, member) -> Settings.configuration(member.value(), inputs, problems)
                                    .ifPresent(value -> configuration.put(key, value))));
            fields.object("secrets")
                    .ifPresent(groups -> groups.tree()
                            .members()
                            .forEach((group, member) ->
                                    secrets.put(group, secretGroup(group, member.value(), inputs, problems))));
        });
        problems.throwIfAny();
        return new Inputs(inputs.rules(), inputs.environment(), inputs.vars(), configuration, secrets);
    }

    /** By Chaos Toolkit's rules a group stays as it is written: what names a variable there is not looked up. */
    private static Map<String, Json> secretGroup(String group, Tree written, Inputs inputs, Problems problems) {
        return !inputs.rules().ours() && written.json() instanceof Json.Obj(var members)
                ? members
                : Settings.secretGroup(group, written, inputs, new HashSet<>(), problems);
    }

    private static Inputs addEnvironment(Inputs inputs, String file, String text) {
        var problems = new Problems();
        var environment = new LinkedHashMap<>(inputs.environment());
        int number = 0;
        for (String raw : text.lines().toList()) {
            number++;
            String line = raw.strip();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            int equals = line.indexOf('=');
            if (equals < 1) {
                problems.at(new Position(file, number, 1), "must be NAME=value, an empty line, or a comment after #");
            } else {
                environment.put(line.substring(0, equals), line.substring(equals + 1));
            }
        }
        problems.throwIfAny();
        return new Inputs(inputs.rules(), environment, inputs.vars(), inputs.configuration(), inputs.secrets());
    }
}
