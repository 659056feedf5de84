package dev.shakeout.faults.host.queue;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long each packet waits.
 *
 * @param normal whether the jitter is the deviation of a normal distribution, else the most that is added or taken off
 * @param atOnce share of those that do not wait at all
 */
record Delays(Duration delay, Duration jitter, boolean normal, double atOnce, RandomGenerator random) {
    Delays(Duration delay, Duration jitter, boolean normal, double atOnce) {
        this(delay, jitter, normal, atOnce, RandomGenerator.getDefault());
    }

    long nextNanos() {
        if (delay.isZero() || (atOnce > 0 && random.nextDouble() < atOnce)) {
            return 0;
        }
        double luck = normal ? random.nextGaussian() : random.nextDouble(-1, 1);
        return (long) Math.max(0, delay.toNanos() + luck * jitter.toNanos());
    }
}
