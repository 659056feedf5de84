package dev.shakeout.fks.supervisor;

import java.time.Duration;

/** Requests a second, out of a growing count that is read now and then; smoothed over about two seconds. */
final class RequestRate {
    private static final double MEMORY_SECONDS = 2;

    private long lastCount;
    private long lastNanos;
    private double perSecond;

    synchronized void read(long count, long nowNanos) {
        double seconds = Duration.ofNanos(nowNanos - lastNanos).toNanos() / 1e9;
        // A count that fell is one of a new process.
        if (lastNanos != 0 && count >= lastCount && seconds > 0) {
            double weight = 1 - Math.exp(-seconds / MEMORY_SECONDS);
            perSecond += weight * ((count - lastCount) / seconds - perSecond);
        }
        lastCount = count;
        lastNanos = nowNanos;
    }

    synchronized double perSecond() {
        return perSecond;
    }

    synchronized void forget() {
        lastNanos = 0;
        perSecond = 0;
    }
}
