package dev.shakeout.dialects.foreign;

import java.time.Duration;
import java.util.Optional;

/**
 * What a person decides where another tool's file leaves it open.
 *
 * @param targets who stands for pods where there is no Kubernetes
 * @param openEnd how long a fault stays on of which the file says no end
 */
public record Choices(TargetMap targets, Optional<Duration> openEnd) {
    public static final Choices DEFAULT = new Choices(TargetMap.NONE, Optional.empty());

    private static final Duration USUAL = Duration.ofMinutes(1);

    public Duration lastingOpenly() {
        return openEnd.orElse(USUAL);
    }
}
