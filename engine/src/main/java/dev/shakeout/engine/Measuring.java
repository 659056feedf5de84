package dev.shakeout.engine;

import dev.shakeout.model.Reading;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** Reads effects, and believes of them only what they could read. */
record Measuring(Bus bus) {
    private static final Duration AGAIN = Duration.ofMillis(50);

    /**
     * The first reading that bites or is settled, or the last one when the patience is over.
     *
     * @param seen told of every reading
     */
    Reading untilItBites(Effect effect, Reading before, Consumer<Reading> seen) throws InterruptedException {
        Instant deadline = bus.now().plus(effect.patience());
        Reading reading = read(effect);
        seen.accept(reading);
        while (!bites(effect, before, reading)
                && !settled(effect, reading)
                && bus.now().isBefore(deadline)) {
            Thread.sleep(AGAIN);
            reading = read(effect);
            seen.accept(reading);
        }
        return reading;
    }

    /** What was read of an effect that was taken back, and whether it is gone by that. */
    record After(Reading reading, boolean gone) {}

    /** The first reading of what is gone, or the last one when the patience since it was taken back is over. */
    After untilGone(Effect effect, Reading before, Instant takenBack) {
        Instant deadline = takenBack.plus(effect.patience());
        boolean interrupted = false; // an undo is finished whoever is impatient
        while (true) {
            boolean last = !bus.now().isBefore(deadline);
            Reading after = read(effect);
            boolean gone = gone(effect, before, after);
            if (Thread.interrupted()) { // which may have spoilt either
                interrupted = true;
            } else if (last || gone) {
                if (interrupted) {
                    Thread.currentThread().interrupt();
                }
                return new After(after, gone);
            }
            try {
                Thread.sleep(AGAIN);
            } catch (InterruptedException _) {
                interrupted = true;
            }
        }
    }

    static Reading read(Effect effect) {
        try {
            return effect.read();
        } catch (IOException | RuntimeException e) {
            return new Reading(Double.NaN, "", "could not be measured: " + e.getMessage());
        }
    }

    /** A fault whose effect could not be read is not said to bite. */
    static boolean bites(Effect effect, Reading before, Reading now) {
        return readable(before) && readable(now) && holds(() -> effect.bites(before, now));
    }

    private static boolean gone(Effect effect, Reading before, Reading now) {
        return readable(before) && readable(now) && holds(() -> effect.gone(before, now));
    }

    /** An effect that cannot say is not believed; it must not keep other faults from being taken back. */
    private static boolean holds(BooleanSupplier claim) {
        try {
            return claim.getAsBoolean();
        } catch (RuntimeException _) {
            return false;
        }
    }

    private static boolean settled(Effect effect, Reading now) {
        return readable(now) && holds(() -> effect.settled(now));
    }

    static boolean readable(Reading reading) {
        return !Double.isNaN(reading.value());
    }
}
