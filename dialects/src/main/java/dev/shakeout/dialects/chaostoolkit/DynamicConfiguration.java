package dev.shakeout.dialects.chaostoolkit;

import dev.shakeout.dialects.Fields;
import dev.shakeout.dialects.Inputs;
import dev.shakeout.dialects.Problems;
import dev.shakeout.dialects.Tree;
import dev.shakeout.model.BadValue;
import dev.shakeout.model.Json;
import dev.shakeout.model.Provider;
import dev.shakeout.model.Vocabulary;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Configuration values that probes give (chaoslib/configuration.py, load_dynamic_configuration): what a Python function
 * returns, what a program writes, the body of an HTTP answer. They are read in their order, when all secrets are known,
 * and each may use the values before it.
 */
final class DynamicConfiguration {
    static final List<String> KEYS = List.of("type", "name", "provider", "tolerance");

    private final Inputs inputs;
    private final Vocabulary vocabulary;
    private final Problems problems;

    DynamicConfiguration(Inputs inputs, Vocabulary vocabulary, Problems problems) {
        this.inputs = inputs;
        this.vocabulary = vocabulary;
        this.problems = problems;
    }

    static boolean is(Tree value) {
        return value.type().equals("probe");
    }

    /**
     * The value, or empty when there is none: by that tool's own rules the name is left out then, by ours this is a
     * mistake, as an experiment would run with a placeholder in the value's place.
     *
     * @param sofar what this one may use
     */
    Optional<Json> value(String key, Tree.Obj written, Settings sofar) {
        var substitution = new Substitution(sofar, problems);
        var providers = new Providers(vocabulary, sofar, inputs.checks());
        Optional<Provider.Call> call = Optional.of(withSecrets(written, sofar))
                .map(probe -> new Fields(probe, "the probe of '" + key + "'", problems).allow(KEYS))
                .flatMap(fields -> fields.require("provider"))
                .map(substitution::fill)
                .flatMap(tree -> Fields.of(tree, "the provider", problems))
                .flatMap(filled -> providers.read(filled, Providers.Place.PROBE, false))
                .flatMap(provider -> provider instanceof Provider.Call probe ? Optional.of(probe) : Optional.empty());
        if (call.isEmpty() || !inputs.sources().open()) {
            return Optional.empty();
        }
        try {
            return Optional.of(told(call.get(), inputs.sources().read(call.get())));
        } catch (BadValue e) {
            if (inputs.rules().ours()) {
                problems.at(written.position(), "'" + key + "' could not be read: " + e.getMessage());
            }
            return Optional.empty();
        }
    }

    private static Json told(Provider.Call call, Json output) {
        return switch (call.kind()) {
            case "process" -> {
                if (!status(output).equals(Json.of(0))) {
                    throw new BadValue(
                            "the program ended with " + status(output).text() + ": "
                                    + member(output, "stderr")
                                            .map(Json::text)
                                            .orElse("")
                                            .strip());
                }
                yield Json.of(
                        member(output, "stdout").map(Json::text).orElse("").strip());
            }
            case "http" -> member(output, "body").orElse(Json.Null.NULL);
            default -> output;
        };
    }

    private static Json status(Json output) {
        return member(output, "status").orElse(Json.Null.NULL);
    }

    private static Optional<Json> member(Json output, String name) {
        return output instanceof Json.Obj object ? object.get(name) : Optional.empty();
    }

    /** There, such a function is given every group of secrets, whatever it asks for. */
    private static Tree.Obj withSecrets(Tree.Obj probe, Settings sofar) {
        var provider = probe.get("provider").map(Tree.Member::value).orElse(probe);
        if (!(provider instanceof Tree.Obj(var position, var members, var _)) || !members.containsKey("module")) {
            return probe;
        }
        Set<String> groups = sofar.secrets().keySet();
        var all = Tree.at(position, Json.of(groups.stream().map(Json::of).toList()));
        return with(probe, "provider", with((Tree.Obj) provider, "secrets", all));
    }

    private static Tree.Obj with(Tree.Obj object, String key, Tree value) {
        Map<String, Tree.Member> members = new LinkedHashMap<>(object.members());
        members.put(key, new Tree.Member(object.position(), value));
        return new Tree.Obj(object.position(), members);
    }
}
