package dev.shakeout.faults.host;

import dev.shakeout.model.Percent;
import dev.shakeout.model.Span;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** A small process of its own that uses processor time: {@code --workers=2 --load=80% --ramp=10s}. */
public final class Stressor {
    private static final long SLICE_NANOS = 5_000_000;

    private Stressor() {}

    public static void main(String[] arguments) {
        var options = Options.of(arguments);
        double load = Percent.parse(options.get("load")).fraction();
        Duration ramp = options.find("ramp").map(Span::parse).orElse(Duration.ZERO);
        for (int i = 0; i < Integer.parseInt(options.get("workers")); i++) {
            var worker = new Thread(() -> burn(load, ramp.toNanos()), "worker-" + i);
            worker.setDaemon(true);
            worker.start();
        }
        Parent.readyUntilItEnds();
    }

    /**
     * Works in slices until it has been busy for its share of the time, then rests until it is due again. A worker that
     * did not get the processor does not work the lost time off later: at most one slice is owed.
     */
    private static void burn(double load, long rampNanos) {
        long begin = System.nanoTime();
        long last = begin;
        double owed = 0;
        while (true) {
            long now = System.nanoTime();
            double share = now - begin < rampNanos ? load * (now - begin) / rampNanos : load;
            owed = Math.min(owed + share * (now - last), 2 * SLICE_NANOS);
            last = now;
            if (owed >= SLICE_NANOS) {
                long end = now + SLICE_NANOS;
                while (System.nanoTime() < end) {
                    Thread.onSpinWait();
                }
                owed -= SLICE_NANOS;
            } else {
                LockSupport.parkNanos((long) Math.max(50_000, (SLICE_NANOS - owed) / Math.max(share, 0.01)));
            }
        }
    }
}
