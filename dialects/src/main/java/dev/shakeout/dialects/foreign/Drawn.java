package dev.shakeout.dialects.foreign;

import dev.shakeout.dialects.Tree;
import dev.shakeout.model.Json;

/** Has several faults that come from one object hit the same targets, though each is an activity of its own. */
public final class Drawn {
    private Drawn() {}

    /** Whether chance decides which targets of those that match are hit. */
    public static boolean byChance(Tree.Obj target) {
        return target.get("mode")
                .filter(mode -> !mode.value().json().equals(Json.of("all")))
                .isPresent();
    }

    /** The target in that draw, where there is anything to draw. */
    public static Tree.Obj in(String draw, Tree.Obj target) {
        return byChance(target)
                ? Draft.at(target.position()).all(target).put("draw", draw).tree()
                : target;
    }

    /** Arguments whose targets at the other end are in that draw. */
    public static Tree.Obj others(String draw, Tree.Obj arguments) {
        return arguments.with(value -> value instanceof Tree.Arr list
                ? Draft.list(
                        list.position(),
                        list.items().stream()
                                .map(item -> item instanceof Tree.Obj target ? in(draw, target) : item)
                                .toList())
                : value);
    }
}
