package dev.shakeout.dialects.chaosmesh;

import dev.shakeout.dialects.Tree;
import dev.shakeout.dialects.foreign.Draft;
import dev.shakeout.dialects.foreign.Drawn;
import dev.shakeout.dialects.foreign.Timeline;
import java.time.Duration;
import java.util.Optional;

/**
 * A fault on some targets.
 *
 * @param target as our format has it
 * @param lasts empty for what is over at once
 */
record Hit(Call call, Tree.Obj target, Optional<Duration> lasts) {
    /** A fault of ours and its arguments. */
    record Call(String fault, Tree.Obj arguments) {
        static Call of(String fault, Draft arguments) {
            return new Call(fault, arguments.tree());
        }
    }

    /** One of several that hit the same targets. */
    Hit drawn(String draw) {
        var together = new Call(call.fault(), Drawn.others(draw + " (other end)", call.arguments()));
        return new Hit(together, Drawn.in(draw, target), lasts);
    }

    Timeline.Entry at(Duration start, String name) {
        return Timeline.Entry.fault(name, call.fault(), target, call.arguments(), start, lasts);
    }
}
