package dev.shakeout.dialects;

import dev.shakeout.model.Json;
import dev.shakeout.model.Misfit;
import dev.shakeout.model.Provider;
import dev.shakeout.model.Rules;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What comes from outside of an experiment's file.
 *
 * @param rules by which the file is read
 * @param environment variables of the process, and those of .env files
 * @param vars single values from the command line; they win over all else
 * @param configuration values from files of variables; they win over the experiment's own
 * @param secrets groups of values from files of variables; a group wins over the experiment's group of the same name
 * @param sources where values come from that a file only refers to
 * @param checks by whom provider calls are held against what they name
 */
public record Inputs(
        Rules rules,
        Map<String, String> environment,
        Map<String, Json> vars,
        Map<String, Json> configuration,
        Map<String, Map<String, Json>> secrets,
        Checks checks,
        Sources sources) {
    public static final Inputs NONE = of(Map.of());

    public Inputs {
        environment = Map.copyOf(environment);
        vars = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(vars));
        configuration = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(configuration));
        secrets = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(secrets));
    }

    public static Inputs of(Map<String, String> environment) {
        return new Inputs(Rules.SHAKEOUT, environment, Map.of(), Map.of(), Map.of(), Checks.NONE, Sources.CLOSED);
    }

    public Inputs by(Rules other) {
        return new Inputs(other, environment, vars, configuration, secrets, checks, sources);
    }

    public Inputs withVar(String name, Json value) {
        var more = new LinkedHashMap<>(vars);
        more.put(name, value);
        return new Inputs(rules, environment, more, configuration, secrets, checks, sources);
    }

    public Inputs withEnvironment(Map<String, String> other) {
        return new Inputs(rules, other, vars, configuration, secrets, checks, sources);
    }

    public Inputs withValues(Map<String, Json> otherConfiguration, Map<String, Map<String, Json>> otherSecrets) {
        return new Inputs(rules, environment, vars, otherConfiguration, otherSecrets, checks, sources);
    }

    public Inputs withSources(Sources others) {
        return new Inputs(rules, environment, vars, configuration, secrets, checks, others);
    }

    public Inputs withChecks(Checks others) {
        return new Inputs(rules, environment, vars, configuration, secrets, others, sources);
    }

    /** Looks beyond the text of a file, as at the module that a call names. */
    @FunctionalInterface
    public interface Checks {
        Checks NONE = _ -> Optional.empty();

        /** What is wrong with a call whose arguments are well formed. */
        Optional<Misfit> misfit(Provider.Call call);
    }
}
