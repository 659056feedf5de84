package dev.shakeout.faults.host;

import dev.shakeout.model.Percent;
import dev.shakeout.model.Span;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** A small process of its own that uses processor time: {@code --workers=2 --load=80% --ramp=10s}. */
public final class Stressor {
    private static final long SLICE_NANOS = 5_000_000;

    /** What a worker could not get is worked off later, up to this: more would be a burst that nobody asked for. */
    private static final double MOST_OWED = 1e9;

    private Stressor() {}

    public static void main(String[] arguments) {
        var options = Options.of(arguments);
        double load = Percent.parse(options.get("load")).fraction();
        Duration ramp = options.find("ramp").map(Span::parse).orElse(Duration.ZERO);
        for (int i = 0; i < Integer.parseInt(options.get("workers")); i++) {
            Parent.work("worker-" + i, () -> burn(load, ramp.toNanos()));
        }
        Parent.readyUntilItEnds();
    }

    /**
     * Works in slices until the kernel says that it has used its share of the time, then rests until it is due again. It
     * goes by the processor time of this thread: what the machine's load, or a timer, takes from a slice is still owed.
     */
    private static void burn(double load, long ramp) {
        var clock = CpuClock.ofThisThread();
        long begin = System.nanoTime();
        long used = clock.nanos();
        double due = 0;
        double owed = 0;
        while (true) {
            long now = System.nanoTime();
            double dueNow = due(load, now - begin, ramp);
            long usedNow = clock.nanos();
            owed = Math.min(owed + (dueNow - due) - (usedNow - used), MOST_OWED);
            due = dueNow;
            used = usedNow;
            if (owed >= SLICE_NANOS) {
                while (System.nanoTime() - now < SLICE_NANOS) {
                    Thread.onSpinWait();
                }
            } else {
                LockSupport.parkNanos((long) Math.clamp((SLICE_NANOS - owed) / load, 50_000, 100_000_000));
            }
        }
    }

    /** Processor time to be used after that much time, in nanoseconds. */
    private static double due(double load, double elapsed, double ramp) {
        return elapsed < ramp ? load * elapsed * elapsed / (2 * ramp) : load * (elapsed - ramp / 2);
    }
}
