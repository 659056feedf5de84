package dev.shakeout.model;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Limits that hold whatever the method says. */
public record Safety(BlastRadius blastRadius, Duration lease, List<Guard> haltWhen) {
    public static final Duration DEFAULT_LEASE = Duration.ofSeconds(10);
    public static final Safety DEFAULT = new Safety(BlastRadius.UNLIMITED, DEFAULT_LEASE, List.of());

    public Safety {
        haltWhen = List.copyOf(haltWhen);
    }

    /**
     * How much a run may touch.
     *
     * @param maxTargets over the whole run
     * @param maxPercent of the targets that a selector finds
     */
    public record BlastRadius(Optional<Integer> maxTargets, Optional<Percent> maxPercent, Optional<Position> position) {
        public static final BlastRadius UNLIMITED =
                new BlastRadius(Optional.empty(), Optional.empty(), Optional.empty());
    }
}
