package dev.shakeout.dialects;

import dev.shakeout.model.Nearest;
import dev.shakeout.model.Parameter;
import dev.shakeout.model.Position;
import dev.shakeout.model.Type;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * One object of a file, asked for by key. A null counts as absent, as YAML writes an empty value; what is wrong is noted,
 * not thrown.
 *
 * @param what the object in words, for messages: "the experiment"
 */
public record Fields(Tree.Obj tree, String what, Problems problems) {
    /** Empty, with the mistake noted, when the value is no object. */
    public static Optional<Fields> of(Tree tree, String what, Problems problems) {
        if (tree instanceof Tree.Obj object) {
            return Optional.of(new Fields(object, what, problems));
        }
        problems.at(tree.position(), what + " must be an object; found " + shown(tree));
        return Optional.empty();
    }

    /** Notes every other key as unknown. Keys that start with x- are the writer's own and always allowed. */
    public Fields allow(String... keys) {
        return allow(List.of(keys));
    }

    public Fields allow(Collection<String> keys) {
        if (!problems.rules().ours()) {
            return this;
        }
        tree.members().forEach((key, member) -> {
            if (!keys.contains(key) && !key.startsWith("x-")) {
                String allowed = keys.isEmpty() ? "it takes none" : "allowed: " + String.join(", ", keys);
                problems.at(
                        member.position(),
                        "unknown key '" + key + "' in " + what + Nearest.suggestion(key, keys) + " (" + allowed + ")");
            }
        });
        return this;
    }

    public Position position() {
        return tree.position();
    }

    /** The place of a key, or of the object when the key is absent. */
    public Position positionOf(String key) {
        return tree.get(key).map(Tree.Member::position).orElse(tree.position());
    }

    public Optional<Tree> find(String key) {
        return tree.get(key).map(Tree.Member::value).filter(value -> !value.isNull());
    }

    public Optional<Tree> require(String key) {
        var value = find(key);
        if (value.isEmpty()) {
            missing(key, "");
        }
        return value;
    }

    private void missing(String key, String allowed) {
        String missing = tree.members().containsKey(key) ? "has no value" : "is missing";
        problems.at(positionOf(key), "'" + key + "' " + missing + " in " + what + allowed);
    }

    public <T> Optional<T> find(String key, Type<T> type) {
        return find(key).flatMap(value -> problems.parse(value, type, key));
    }

    public <T> Optional<T> require(String key, Type<T> type) {
        if (find(key).isEmpty()) {
            missing(key, "; it must be " + type.allowed());
        }
        return find(key, type);
    }

    public <T> Optional<T> find(Parameter<T> key) {
        return find(key.name(), key.type());
    }

    public <T> Optional<T> require(Parameter<T> key) {
        return require(key.name(), key.type());
    }

    /** Its default also stands in for a value that is wrong, which is noted. */
    public <T> T get(Parameter<T> key) {
        return find(key).or(key::fallback).orElseThrow(() -> new IllegalStateException(key.name() + " has no default"));
    }

    /** The fallback also stands in for a value that is wrong, which is noted. */
    public <T> T or(String key, Type<T> type, T fallback) {
        return find(key, type).orElse(fallback);
    }

    public Optional<Fields> object(String key) {
        return find(key).flatMap(value -> of(value, "'" + key + "'", problems));
    }

    /** The items of a list; none when it is absent, or when it is no list, which is noted. */
    public List<Tree> items(String key) {
        return find(key).map(value -> items(value, "'" + key + "'", problems)).orElse(List.of());
    }

    private static List<Tree> items(Tree value, String what, Problems problems) {
        if (value instanceof Tree.Arr array) {
            return array.items();
        }
        problems.at(value.position(), what + " must be a list; found " + shown(value));
        return List.of();
    }

    private static String shown(Tree tree) {
        return switch (tree) {
            case Tree.Obj _ -> "an object";
            case Tree.Arr _ -> "a list";
            case Tree.Scalar scalar ->
                scalar.value().kind() + " (" + scalar.value().text() + ")";
        };
    }
}
