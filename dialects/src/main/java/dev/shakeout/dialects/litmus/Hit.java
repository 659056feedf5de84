package dev.shakeout.dialects.litmus;

import dev.shakeout.dialects.Tree;
import dev.shakeout.dialects.foreign.Draft;
import dev.shakeout.dialects.foreign.Timeline;
import dev.shakeout.model.Json;
import java.time.Duration;
import java.util.Optional;

/**
 * A fault of ours on some targets.
 *
 * @param target as our format has it
 * @param start from the moment when the chaos begins
 * @param lasts empty for what is over at once
 */
record Hit(Call call, Tree.Obj target, Duration start, Optional<Duration> lasts) {
    /** A fault of ours and its arguments. */
    record Call(String fault, Tree.Obj arguments) {
        static Call of(String fault, Draft arguments) {
            return new Call(fault, arguments.tree());
        }
    }

    Duration end() {
        return start.plus(lasts.orElse(Duration.ZERO));
    }

    Hit in(String container) {
        boolean pod = target.get("kind")
                .filter(kind -> kind.value().json().equals(Json.of("pod")))
                .isPresent();
        return pod && !container.isEmpty()
                ? new Hit(
                        call,
                        Draft.at(target.position())
                                .all(target)
                                .put("container", container)
                                .tree(),
                        start,
                        lasts)
                : this;
    }

    /** @param from when the chaos begins, from the beginning of the method */
    Timeline.Entry at(Duration from, String name) {
        return Timeline.Entry.fault(name, call.fault(), target, call.arguments(), from.plus(start), lasts);
    }
}
