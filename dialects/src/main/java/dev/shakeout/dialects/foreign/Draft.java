package dev.shakeout.dialects.foreign;

import dev.shakeout.dialects.Tree;
import dev.shakeout.model.Json;
import dev.shakeout.model.Position;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An object of our own format in the making; each value stands where it stood in the other tool's file. */
public final class Draft {
    private final Position position;
    private final Map<String, Tree.Member> members = new LinkedHashMap<>();

    private Draft(Position position) {
        this.position = position;
    }

    public static Draft at(Position position) {
        return new Draft(position);
    }

    public Draft put(String key, Json value) {
        return put(key, Tree.at(position, value));
    }

    public Draft put(String key, String value) {
        return put(key, Json.of(value));
    }

    public Draft put(String key, Position at, Json value) {
        return put(key, Tree.at(at, value));
    }

    public Draft put(String key, Tree value) {
        members.put(key, new Tree.Member(value.position(), value));
        return this;
    }

    /** All that is in another one. */
    public Draft all(Tree.Obj other) {
        other.members().forEach(members::putIfAbsent);
        return this;
    }

    public boolean isEmpty() {
        return members.isEmpty();
    }

    public Tree.Obj tree() {
        return new Tree.Obj(position, members);
    }

    public static Tree.Arr list(Position position, List<? extends Tree> items) {
        return new Tree.Arr(position, List.copyOf(items));
    }

    /** As our format writes a text that holds dollars and no placeholders. */
    public static Tree literal(Tree tree) {
        return switch (tree) {
            case Tree.Obj object -> object.with(Draft::literal);
            case Tree.Arr array ->
                new Tree.Arr(
                        array.position(),
                        array.items().stream().map(Draft::literal).toList());
            case Tree.Scalar(var at, Json.Str(var text)) -> new Tree.Scalar(at, Json.of(literal(text)));
            case Tree.Scalar _ -> tree;
        };
    }

    public static String literal(String text) {
        return text.replace("$", "$$");
    }
}
