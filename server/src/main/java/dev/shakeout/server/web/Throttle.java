package dev.shakeout.server.web;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/** So many requests a second of each, and some more at once after a pause: a token bucket for everybody. */
final class Throttle {
    /** Beyond so many, those who have paused long enough are forgotten; nothing changes for them. */
    private static final int MOST = 10_000;

    private static final double NANOS = 1e9;

    private final double perSecond;
    private final int atOnce;
    private final LongSupplier nanos;
    private final Map<String, Bucket> buckets = new HashMap<>();

    /** @param left at that moment; grows with time up to what is allowed at once */
    private record Bucket(double left, long at) {}

    /** @param nanos a clock that never goes back */
    Throttle(double perSecond, int atOnce, LongSupplier nanos) {
        this.perSecond = perSecond;
        this.atOnce = atOnce;
        this.nanos = nanos;
    }

    /** Counts one; how long to wait before the next try if it is one too many. */
    synchronized Optional<Duration> count(String whose) {
        long now = nanos.getAsLong();
        if (buckets.size() >= MOST) {
            buckets.values().removeIf(bucket -> left(bucket, now) >= atOnce);
        }
        double left = Optional.ofNullable(buckets.get(whose))
                .map(bucket -> left(bucket, now))
                .orElse((double) atOnce);
        boolean enough = left >= 1;
        buckets.put(whose, new Bucket(enough ? left - 1 : left, now));
        return enough ? Optional.empty() : Optional.of(Duration.ofNanos((long) ((1 - left) / perSecond * NANOS) + 1));
    }

    private double left(Bucket bucket, long now) {
        return Math.min(atOnce, bucket.left() + (now - bucket.at()) / NANOS * perSecond);
    }
}
