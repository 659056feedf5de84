package dev.shakeout.dialects.chaostoolkit;

import dev.shakeout.dialects.Fields;
import dev.shakeout.dialects.Inputs;
import dev.shakeout.dialects.Problems;
import dev.shakeout.dialects.Tree;
import dev.shakeout.model.Json;
import dev.shakeout.model.Position;
import dev.shakeout.model.Vocabulary;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * An experiment's configuration and secrets with their values fetched (chaoslib/configuration.py, secret.py).
 *
 * @param secrets groups of values
 * @param unknown names that are there but have no value, which has been told
 */
record Settings(Map<String, Json> configuration, Map<String, Map<String, Json>> secrets, Set<String> unknown) {

    /** What of the configuration is a secret by what it is for. */
    private static final List<String> VAULT_LOGIN = List.of("vault_token", "vault_role_secret");

    Json.Obj configurationObject() {
        return new Json.Obj(configuration);
    }

    Json.Obj secretsObject() {
        var groups = new LinkedHashMap<String, Json>();
        secrets.forEach((group, values) -> groups.put(group, new Json.Obj(values)));
        return new Json.Obj(groups);
    }

    static Settings read(Fields experiment, Inputs inputs, Vocabulary vocabulary, Problems problems) {
        SecretReader.cover(experiment, inputs.mask());
        var unknown = new HashSet<String>();
        var dynamic = new LinkedHashMap<String, Tree.Obj>();
        var configuration = new LinkedHashMap<String, Json>();
        written(experiment, inputs).forEach((key, value) -> {
            if (DynamicConfiguration.is(value)) {
                dynamic.put(key, (Tree.Obj) value);
            }
            fixed(value, inputs, problems)
                    .ifPresentOrElse(known -> configuration.put(key, known), () -> unknown.add(key));
        });

        VAULT_LOGIN.forEach(key -> Optional.ofNullable(configuration.get(key)).ifPresent(inputs.mask()::cover));
        var secrets = new LinkedHashMap<String, Map<String, Json>>();
        var reader = new SecretReader(inputs, configuration, unknown, problems);
        members(experiment, "secrets").forEach((group, member) -> {
            if (!inputs.secrets().containsKey(group)) {
                secrets.put(group, reader.group(group, member.value()));
            }
        });
        secrets.putAll(inputs.secrets());
        SecretReader.cover(secrets, inputs.mask());
        if (!inputs.rules().ours()) {
            secrets.keySet().retainAll(members(experiment, "secrets").keySet());
        }
        return dynamic.isEmpty()
                ? new Settings(configuration, secrets, unknown)
                : withDynamic(
                        dynamic,
                        new Settings(configuration, secrets, unknown),
                        new DynamicConfiguration(inputs, vocabulary, problems),
                        inputs.rules().ours() || !inputs.sources().open());
    }

    /** @param excused whether a name without a value is nobody's mistake, or one that has been told */
    private static Settings withDynamic(
            Map<String, Tree.Obj> probes, Settings fixed, DynamicConfiguration dynamic, boolean excused) {
        var sofar = new LinkedHashMap<String, Json>();
        var unknown = new HashSet<>(fixed.unknown());
        fixed.configuration().forEach((key, value) -> {
            Tree.Obj probe = probes.get(key);
            if (probe == null) {
                sofar.put(key, value);
            } else {
                dynamic.value(key, probe, new Settings(sofar, fixed.secrets(), unknown))
                        .ifPresentOrElse(read -> sofar.put(key, read), () -> {
                            if (excused) {
                                unknown.add(key);
                            }
                        });
            }
        });
        return new Settings(sofar, fixed.secrets(), unknown);
    }

    /**
     * Every name as it is written last: in the experiment, in files of variables, on the command line. By Chaos Toolkit's
     * rules a name that the experiment does not have cannot be given to it.
     */
    private static Map<String, Tree> written(Fields experiment, Inputs inputs) {
        var written = new LinkedHashMap<String, Tree>();
        members(experiment, "configuration").forEach((key, member) -> written.put(key, member.value()));
        Set<String> own = Set.copyOf(written.keySet());
        inputs.configuration()
                .forEach((key, value) -> written.put(key, Tree.at(new Position("'" + key + "'", 1, 1), value)));
        inputs.vars().forEach((key, value) -> written.put(key, Tree.at(new Position("--var " + key, 1, 1), value)));
        if (!inputs.rules().ours()) {
            written.keySet().retainAll(own);
        }
        return written;
    }

    private static Map<String, Tree.Member> members(Fields experiment, String key) {
        return experiment.object(key).map(fields -> fields.tree().members()).orElse(Map.of());
    }

    /** A probe's place is kept by the probe itself. */
    static Optional<Json> fixed(Tree value, Inputs inputs, Problems problems) {
        return value.type().equals("env")
                ? EnvironmentValue.configuration(value, inputs, problems)
                : Optional.of(value.json());
    }
}
