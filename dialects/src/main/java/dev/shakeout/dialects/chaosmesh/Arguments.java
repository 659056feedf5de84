package dev.shakeout.dialects.chaosmesh;

import dev.shakeout.dialects.Tree;
import dev.shakeout.dialects.foreign.Draft;
import dev.shakeout.dialects.foreign.Field;
import dev.shakeout.dialects.foreign.GoDuration;
import dev.shakeout.dialects.foreign.Sheet;
import dev.shakeout.model.Json;
import dev.shakeout.model.Type;
import java.util.LinkedHashMap;
import java.util.Map;

/** Arguments of a fault that stand in a spec as they are, or in another spelling. */
record Arguments(Sheet from, Draft draft) {
    static Arguments of(Sheet from) {
        return new Arguments(from, Draft.at(from.position()));
    }

    Arguments duration(Field field, String key) {
        from.take(field, GoDuration.TYPE)
                .ifPresent(value -> draft.put(key, from.positionOf(field), GoDuration.ours(value)));
        return this;
    }

    /** A number without a sign, which is a percentage. */
    Arguments share(Field field, String key) {
        from.take(field, Share.TYPE).ifPresent(value -> draft.put(key, from.positionOf(field), Share.ours(value)));
        return this;
    }

    Arguments whole(Field field, String key, int least, int most) {
        from.take(field, Type.integer(least, most))
                .ifPresent(value -> draft.put(key, from.positionOf(field), Json.of((long) value)));
        return this;
    }

    /** An empty text counts as absent, as in Go. */
    Arguments text(Field field, String key) {
        from.take(field, Type.text())
                .filter(value -> !value.isEmpty())
                .ifPresent(value -> draft.put(key, from.positionOf(field), Json.of(value)));
        return this;
    }

    Arguments map(Field field, String key) {
        from.take(field, Type.textMap()).ifPresent(value -> put(field, key, value));
        return this;
    }

    void put(Field field, String key, Map<String, String> value) {
        if (!value.isEmpty()) {
            var members = new LinkedHashMap<String, Json>();
            value.forEach((name, each) -> members.put(name, Json.of(each)));
            draft.put(key, from.positionOf(field), new Json.Obj(members));
        }
    }

    Tree.Obj tree() {
        return draft.tree();
    }
}
