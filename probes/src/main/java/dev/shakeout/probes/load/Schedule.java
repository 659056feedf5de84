package dev.shakeout.probes.load;

import java.time.Duration;
import java.time.Instant;

/**
 * When each request is due: request i at start + i/rate, whatever became of those before it.
 *
 * @param startedAt the start by the wall clock, which spans are asked by
 * @param startNanos the same moment by {@link System#nanoTime}, which requests are timed by
 */
record Schedule(Instant startedAt, long startNanos, double nanosPerRequest) {
    static Schedule of(Instant startedAt, long startNanos, double perSecond) {
        return new Schedule(startedAt, startNanos, 1e9 / perSecond);
    }

    /** By {@link System#nanoTime}. */
    long dueNanos(long request) {
        return startNanos + offset(request);
    }

    /** The first request that is due at this time or later. */
    long firstDueAt(Instant time) {
        long wanted = nanosSinceStart(time);
        if (wanted <= 0) {
            return 0;
        }
        long request = (long) (wanted / nanosPerRequest);
        while (offset(request) < wanted) {
            request++;
        }
        while (request > 0 && offset(request - 1) >= wanted) {
            request--;
        }
        return request;
    }

    private long offset(long request) {
        return (long) (request * nanosPerRequest);
    }

    private long nanosSinceStart(Instant time) {
        Duration since = Duration.between(startedAt, time);
        long limit = Long.MAX_VALUE / 1_000_000_000 / 2;
        return since.toSeconds() > limit ? limit * 1_000_000_000 : since.toSeconds() < 0 ? -1 : since.toNanos();
    }
}
