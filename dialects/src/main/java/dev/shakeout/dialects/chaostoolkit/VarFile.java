package dev.shakeout.dialects.chaostoolkit;

import dev.shakeout.dialects.Fields;
import dev.shakeout.dialects.Inputs;
import dev.shakeout.dialects.Problems;
import dev.shakeout.dialects.TreeReader;
import dev.shakeout.model.InvalidInput;
import dev.shakeout.model.Json;
import dev.shakeout.model.Position;
import dev.shakeout.model.Rules;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Locale;

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
        var problems = new Problems(Rules.SHAKEOUT, inputs.mask());
        var configuration = new LinkedHashMap<>(inputs.configuration());
        var secrets = new LinkedHashMap<>(inputs.secrets());
        Fields.of(TreeReader.read(file, text), "a file of variables", problems).ifPresent(fields -> {
            SecretReader.cover(fields, inputs.mask());
            fields.allow("configuration", "secrets");
            fields.object("configuration")
                    .ifPresent(values -> values.tree()
                            .members()
                            .forEach((key, member) -> Settings.fixed(member.value(), inputs, problems)
                                    .ifPresent(value -> configuration.put(key, value))));
            var reader = new SecretReader(inputs, configuration, new HashSet<>(), problems);
            fields.object("secrets")
                    .ifPresent(groups -> groups.tree()
                            .members()
                            .forEach((group, member) -> secrets.put(
                                    group,
                                    !inputs.rules().ours() && member.value().json() instanceof Json.Obj(var members)
                                            ? members // there, what names a variable is not looked up
                                            : reader.group(group, member.value()))));
        });
        SecretReader.cover(secrets, inputs.mask());
        problems.throwIfAny();
        return inputs.withValues(configuration, secrets);
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
        return inputs.withEnvironment(environment);
    }
}
