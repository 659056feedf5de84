package dev.shakeout.dialects.gremlin;

import dev.shakeout.dialects.Tree;
import dev.shakeout.dialects.foreign.Draft;
import dev.shakeout.dialects.foreign.Timeline;
import java.time.Duration;
import java.util.Optional;

/**
 * A fault of ours that is part of an attack.
 *
 * @param lasts empty for what is over at once
 * @param after how long after the beginning of the attack
 * @param instead the target's criteria, where the attack itself says what is hit on a host
 */
record Strike(String fault, Tree.Obj arguments, Optional<Duration> lasts, Duration after, Optional<Tree.Obj> instead) {
    static Strike of(String fault, Draft arguments, Duration lasts) {
        return new Strike(fault, arguments.tree(), Optional.of(lasts), Duration.ZERO, Optional.empty());
    }

    static Strike once(String fault, Draft arguments) {
        return new Strike(fault, arguments.tree(), Optional.empty(), Duration.ZERO, Optional.empty());
    }

    Strike after(Duration delay) {
        return new Strike(fault, arguments, lasts, delay, instead);
    }

    Strike on(Tree.Obj other) {
        return new Strike(fault, arguments, lasts, after, Optional.of(other));
    }

    Duration end() {
        return after.plus(lasts.orElse(Duration.ZERO));
    }

    /** @param target as our format has it */
    Timeline.Entry at(Duration start, String name, Tree.Obj target) {
        return Timeline.Entry.fault(
                name + ": " + fault, fault, instead.orElse(target), arguments, start.plus(after), lasts);
    }
}
