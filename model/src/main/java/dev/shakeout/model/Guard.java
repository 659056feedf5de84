package dev.shakeout.model;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A halt condition watched while the method runs.
 *
 * @param failures how many breaches in a row trip it; at least 1
 * @param source as written in the file
 */
public record Guard(
        String name,
        Condition condition,
        Pace pace,
        int failures,
        Unreadable unreadable,
        Position position,
        Json.Obj source) {

    /** What a breach is. */
    public sealed interface Condition {
        /** Every probe that is read for it, each once. */
        List<Activity.Probe> probes();

        /** A probe misses a tolerance. */
        record Missed(Activity.Probe probe, Tolerance tolerance) implements Condition {
            @Override
            public List<Activity.Probe> probes() {
                return List.of(probe);
            }
        }

        /** An expression over several probes' readings is true. */
        record Holds(Expression expression, List<Activity.Probe> probes) implements Condition {
            public Holds {
                probes = List.copyOf(probes);
            }
        }
    }

    /**
     * When it looks.
     *
     * @param delay from the method's start to the first reading
     * @param interval from one reading to the next, at least 50 ms
     * @param timeout how long a reading may take; one that takes longer counts as unreadable, and while it hangs so does
     *     each further interval
     * @param span how long after the delay readings may begin; empty: until the method ends
     */
    public record Pace(Duration delay, Duration interval, Duration timeout, Optional<Duration> span) {
        /** A reading may take this long, or as long as the interval, unless a file says otherwise. */
        public static final Duration LEAST_DEFAULT_TIMEOUT = Duration.ofSeconds(2);

        /** The first reading comes one interval after the start. */
        public static Pace every(Duration interval) {
            Duration timeout = interval.compareTo(LEAST_DEFAULT_TIMEOUT) > 0 ? interval : LEAST_DEFAULT_TIMEOUT;
            return new Pace(interval, interval, timeout, Optional.empty());
        }

        public Pace after(Duration delay) {
            return new Pace(delay, interval, timeout, span);
        }

        public Pace within(Duration timeout) {
            return new Pace(delay, interval, timeout, span);
        }

        public Pace lasting(Optional<Duration> span) {
            return new Pace(delay, interval, timeout, span);
        }
    }

    /** What a probe that cannot be read means. */
    public enum Unreadable {
        /** A guard that sees nothing protects nobody. */
        BREACH,
        /** As if it had not been asked. */
        IGNORE
    }
}
