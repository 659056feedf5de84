package dev.shakeout.model;

import java.time.Duration;

/** How often a probe may miss its tolerance, or fail, before that counts. */
public sealed interface Retry {
    /** The first reading counts. */
    Retry NONE = new Attempts(1, Duration.ZERO);

    /**
     * So many readings at most; the first that is met is the last.
     *
     * @param most at least 1
     * @param interval from the end of one reading to the next
     */
    record Attempts(int most, Duration interval) implements Retry {}

    /**
     * As many readings as fit into a time, and one more.
     *
     * @param time from the start of the first reading
     */
    record Within(Duration time) implements Retry {}

    /** @param time zero reads once */
    static Retry within(Duration time) {
        return time.isZero() ? NONE : new Within(time);
    }
}
