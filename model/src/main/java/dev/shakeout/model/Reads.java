package dev.shakeout.model;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * When a probe of the hypothesis is read, where it says so itself.
 *
 * @param phases empty: the strategy of the experiment says when
 * @param pace while the method runs
 */
public record Reads(Set<Phase> phases, Pace pace) {
    public static final Reads BY_STRATEGY = new Reads(Set.of(), Pace.BY_STRATEGY);

    public Reads {
        phases = Set.copyOf(phases);
    }

    /**
     * When a probe is read while the method runs.
     *
     * @param delay from the start of the method to the first reading
     * @param interval from the end of one reading to the next; empty: as the strategy says
     * @param span how long after the delay readings may begin; empty: until the method ends
     */
    public record Pace(Duration delay, Optional<Duration> interval, Optional<Duration> span) {
        public static final Pace BY_STRATEGY = new Pace(Duration.ZERO, Optional.empty(), Optional.empty());
    }
}
