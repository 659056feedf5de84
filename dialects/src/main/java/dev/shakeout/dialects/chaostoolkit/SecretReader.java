package dev.shakeout.dialects.chaostoolkit;

import dev.shakeout.dialects.Fields;
import dev.shakeout.dialects.Inputs;
import dev.shakeout.dialects.Name;
import dev.shakeout.dialects.Problems;
import dev.shakeout.dialects.Tree;
import dev.shakeout.model.BadValue;
import dev.shakeout.model.Json;
import dev.shakeout.model.Mask;
import dev.shakeout.model.Parameter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Fetches secrets: written out, from the environment, or from a Vault (chaoslib/secret.py). */
final class SecretReader {
    static final Parameter<String> PATH =
            Parameter.required("path", Name.TYPE, "Where the secret is in the Vault's key-value store.");
    static final Parameter<String> KEY =
            Parameter.optional("key", Name.TYPE, "Which member of that secret; all of it unless given.");
    static final List<String> VAULT_KEYS = List.of("type", "path", "key");

    private static final Set<String> FETCHED = Set.of("env", "vault");

    private final Inputs inputs;
    private final Json.Obj configuration;
    private final Set<String> unknown;
    private final Problems problems;

    /** @param unknown gathers the names that have no value, which has been told */
    SecretReader(Inputs inputs, Map<String, Json> configuration, Set<String> unknown, Problems problems) {
        this.inputs = inputs;
        this.configuration = new Json.Obj(configuration);
        this.unknown = unknown;
        this.problems = problems;
    }

    /** Whether a secret is only named, and not written out. */
    static boolean isReference(Json secret) {
        return secret instanceof Json.Obj object
                && object.get("type").orElse(Json.Null.NULL) instanceof Json.Str(String type)
                && FETCHED.contains(type);
    }

    /**
     * Hides what is written out under the key secrets, before anything is said of it: also where it is no group, as in
     * {@code secrets: {token: abc}}.
     */
    static void cover(Fields owner, Mask mask) {
        owner.find("secrets").ifPresent(written -> cover(written.json(), mask));
    }

    /** Hides all that is in these groups, but for what is only named: by Chaos Toolkit's rules not all of it is looked up. */
    static void cover(Map<String, Map<String, Json>> groups, Mask mask) {
        groups.values().forEach(group -> cover(new Json.Obj(group), mask));
    }

    private static void cover(Json secret, Mask mask) {
        switch (secret) {
            case Json.Obj(var members) -> {
                if (!isReference(secret)) {
                    members.values().forEach(member -> cover(member, mask));
                }
            }
            case Json.Arr(var items) -> items.forEach(item -> cover(item, mask));
            case Json.Str _, Json.Num _, Json.Bool _, Json.Null _ -> mask.cover(secret);
        }
    }

    /** A group is an object of values, or one whole path of a Vault; a variable in its place is a group of its own. */
    Map<String, Json> group(String name, Tree tree) {
        if (tree.type().equals("env")) {
            Optional<Json> alone = EnvironmentValue.secret(tree, inputs, problems);
            if (alone.isEmpty()) {
                unknown.add(name);
            }
            return alone.map(value -> Map.of(name, value)).orElse(Map.of());
        }
        if (tree.type().equals("vault")) {
            Optional<Json> whole = vault(tree);
            whole.ifPresent(inputs.mask()::cover);
            if (whole.isPresent() && whole.get() instanceof Json.Obj(var members)) {
                return members;
            }
            whole.ifPresent(_ -> problems.at(
                    tree.position(), "the group of secrets '" + name + "' needs a whole path; leave out 'key'"));
            return Map.of();
        }
        var values = new LinkedHashMap<String, Json>();
        Fields.of(tree, "the group of secrets '" + name + "'", problems)
                .ifPresent(fields -> fields.tree()
                        .members()
                        .forEach((key, member) -> value(member.value())
                                .ifPresentOrElse(value -> values.put(key, value), () -> unknown.add(key))));
        return values;
    }

    private Optional<Json> value(Tree value) {
        Optional<Json> fetched = switch (value.type()) {
            case "env" -> EnvironmentValue.secret(value, inputs, problems);
            case "vault" -> vault(value);
            default -> Optional.<Json>empty();
        };
        fetched.ifPresent(inputs.mask()::cover); // what goes wrong with the next one may tell of it
        return isReference(value.json()) ? fetched : Optional.of(value.json());
    }

    private Optional<Json> vault(Tree written) {
        var fields = Fields.of(written, "a secret from Vault", problems).map(found -> found.allow(VAULT_KEYS));
        var path = fields.flatMap(found -> found.require(PATH));
        var key = fields.flatMap(found -> found.find(KEY));
        if (path.isEmpty() || !inputs.sources().open()) {
            return Optional.empty();
        }
        try {
            Json secret = inputs.sources().vault(configuration, path.get());
            return Optional.of(key.isEmpty() ? secret : member(secret, key.get(), path.get()));
        } catch (BadValue e) {
            problems.at(written.position(), "the secret '" + path.get() + "' could not be fetched: " + e.getMessage());
            return Optional.empty();
        }
    }

    private static Json member(Json secret, String key, String path) {
        return (secret instanceof Json.Obj object ? object.get(key) : Optional.<Json>empty())
                .orElseThrow(() -> new BadValue("there is no '" + key + "' at " + path));
    }
}
