package dev.shakeout.fks.http;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;

/** How many requests took at most how long, in Prometheus's cumulative buckets. */
final class LatencyHistogram {
    private static final double[] BOUNDS_SECONDS = {0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.5, 1, 2.5};

    private final AtomicLongArray buckets = new AtomicLongArray(BOUNDS_SECONDS.length + 1);
    private final LongAdder totalNanos = new LongAdder();

    void observe(Duration took) {
        double seconds = took.toNanos() / 1e9;
        int bucket = 0;
        while (bucket < BOUNDS_SECONDS.length && seconds > BOUNDS_SECONDS[bucket]) {
            bucket++;
        }
        buckets.incrementAndGet(bucket);
        totalNanos.add(took.toNanos());
    }

    void write(Line line) {
        long count = 0;
        for (int i = 0; i < buckets.length(); i++) {
            count += buckets.get(i);
            String bound = i < BOUNDS_SECONDS.length ? String.valueOf(BOUNDS_SECONDS[i]) : "+Inf";
            line.accept("_bucket", ",le=\"" + bound + "\"", (double) count);
        }
        line.accept("_sum", "", totalNanos.sum() / 1e9);
        line.accept("_count", "", (double) count);
    }

    /** Takes one line: what follows the metric's name, what follows its labels, and the value. */
    interface Line {
        void accept(String suffix, String extraLabel, double value);
    }
}
