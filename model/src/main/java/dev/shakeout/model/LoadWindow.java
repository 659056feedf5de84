package dev.shakeout.model;

import java.time.Duration;
import java.time.Instant;

/**
 * What a continuous probe saw of the requests that were due in one span of time.
 *
 * @param answered requests that have an outcome, errors included
 * @param errors refused, reset, timed out, or a status of 500 and above (or whatever the probe counts as one)
 */
public record LoadWindow(
        Instant from, Instant to, long answered, long errors, Duration p50, Duration p95, Duration p99, Duration max) {
    public double throughputPerSecond() {
        double seconds = Span.seconds(Duration.between(from, to));
        return seconds <= 0 ? 0 : answered / seconds;
    }

    public Percent errorRate() {
        return Percent.of(errors, answered);
    }
}
