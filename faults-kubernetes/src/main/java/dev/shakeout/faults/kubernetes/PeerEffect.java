package dev.shakeout.faults.kubernetes;

import dev.shakeout.engine.Effect;
import dev.shakeout.model.Reading;
import dev.shakeout.model.Type;
import java.time.Duration;
import java.util.Optional;

/** What another tool tells of an object that it injects by: {@link #ON} while it does, {@link #NOTHING} when there is none. */
interface PeerEffect extends Effect {
    double NOTHING = 0;
    double ON = 1;
    double BETWEEN = 2;

    /** One look waits so long for a change; the run looks again. */
    Duration LOOK = Duration.ofSeconds(2);

    /** A time that the tool is given: a trial gives it as much as a person would, or nothing would come of it. */
    static Type<Duration> time(Duration least, Duration most) {
        return Type.duration(least, most).shownAs("30s");
    }

    @Override
    default Optional<Duration> followed() {
        return Optional.of(LOOK);
    }

    @Override
    default boolean bites(Reading before, Reading on) {
        return on.value() == ON;
    }

    @Override
    default boolean gone(Reading before, Reading after) {
        return after.value() == NOTHING;
    }
}
