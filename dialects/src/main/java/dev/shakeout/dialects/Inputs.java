package dev.shakeout.dialects;

import dev.shakeout.model.Json;
import dev.shakeout.model.Mask;
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
 * @param mask is told every secret that is read
 */
public record Inputs(
        Rules rules,
        Map<String, String> environment,
        Map<String, Json> vars,
        Map<String, Json> configuration,
        Map<String, Map<String, Json>> secrets,
        Checks checks,
        Sources sources,
        Mask mask) {

    public Inputs {
        environment = Map.copyOf(environment);
        vars = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(vars));
        configuration = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(configuration));
        secrets = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(secrets));
    }

    public static Inputs none() {
        return of(Map.of());
    }

    public static Inputs of(Map<String, String> environment) {
        return of(environment, new Mask());
    }

    public static Inputs of(Map<String, String> environment, Mask mask) {
        return new Inputs(Rules.SHAKEOUT, environment, Map.of(), Map.of(), Map.of(), Checks.NONE, Sources.CLOSED, mask);
    }

    public Inputs by(Rules other) {
        return new Inputs(other, environment, vars, configuration, secrets, checks, sources, mask);
    }

    public Inputs withVar(String name, Json value) {
        var more = new LinkedHashMap<>(vars);
        more.put(name, value);
        return new Inputs(rules, environment, more, configuration, secrets, checks, sources, mask);
    }

    public Inputs withEnvironment(Map<String, String> other) {
        return new Inputs(rules, other, vars, configuration, secrets, checks, sources, mask);
    }

    public Inputs withValues(Map<String, Json> otherConfiguration, Map<String, Map<String, Json>> otherSecrets) {
        return new Inputs(rules, environment, vars, otherConfiguration, otherSecrets, checks, sources, mask);
    }

    public Inputs withSources(Sources others) {
        return new Inputs(rules, environment, vars, configuration, secrets, checks, others, mask);
    }

    public Inputs withChecks(Checks others) {
        return new Inputs(rules, environment, vars, configuration, secrets, others, sources, mask);
    }

    /** Looks beyond the text of a file, as at the module that a call names. */
    @FunctionalInterface
    public interface Checks {
        /** A class, as the start-up cache does not keep a lambda that an interface makes when it is initialized. */
        Checks NONE = new Checks() {
            @Override
            public Optional<Misfit> misfit(Provider.Call call) {
                return Optional.empty();
            }
        };

        /** What is wrong with a call whose arguments are well formed. */
        Optional<Misfit> misfit(Provider.Call call);

        /** What a control that is well formed says is wrong with itself. */
        default Optional<String> complaint(Json.Obj control) {
            return Optional.empty();
        }
    }
}
