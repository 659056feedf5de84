package dev.shakeout.faults.host;

import dev.shakeout.model.Span;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * A small process of its own that stops another one whenever that has used more processor time than it may: {@code
 * --processors=0.3 --period=100ms}, and what {@link Standstill} adds. It lets it go on when its own parent is gone.
 */
public final class Limiter {
    private static final long LOOK_NANOS = 2_000_000;

    private Limiter() {}

    public static void main(String[] arguments) throws IOException {
        var options = Options.of(arguments);
        Optional<Hold> hold = Hold.of(options);
        if (hold.isEmpty()) {
            System.out.println("process " + options.get("pid") + " has ended meanwhile");
            return;
        }
        double processors = Double.parseDouble(options.get("processors"));
        Duration period = Span.parse(options.get("period"));
        Parent.work(
                "limiting",
                () -> limit(
                        hold.get(),
                        CpuClock.ofProcess(Long.parseLong(options.get("pid"))),
                        processors,
                        period.toNanos()));
        Parent.readyUntilItEnds(hold.get()::leave);
    }

    /** What it has left unused is not saved up for longer than a period. */
    private static void limit(Hold hold, CpuClock clock, double processors, double period) throws IOException {
        double left = processors * period;
        long last = System.nanoTime();
        long used = clock.nanos();
        while (true) {
            long now = System.nanoTime();
            long usedNow = clock.nanos();
            left = Math.min(left + processors * (now - last) - (usedNow - used), processors * period);
            last = now;
            used = usedNow;
            if (left < 0) {
                hold.stop();
                LockSupport.parkNanos((long) (-left / processors + period / 2));
                hold.go();
            } else {
                LockSupport.parkNanos(LOOK_NANOS);
            }
        }
    }
}
