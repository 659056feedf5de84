package dev.shakeout.faults.host;

import dev.shakeout.model.Percent;
import dev.shakeout.model.Span;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * A small process of its own that stops another one for a share of the time: {@code --share=30% --period=100ms
 * --ramp=10s}, and what {@link Standstill} adds. It lets it go on when its own parent is gone.
 */
public final class Staller {
    private Staller() {}

    public static void main(String[] arguments) throws IOException {
        var options = Options.of(arguments);
        Optional<Hold> hold = Hold.of(options);
        if (hold.isEmpty()) {
            System.out.println("process " + options.get("pid") + " has ended meanwhile");
            return;
        }
        double share = Percent.parse(options.get("share")).fraction();
        Duration period = Span.parse(options.get("period"));
        Duration ramp = options.find("ramp").map(Span::parse).orElse(Duration.ZERO);
        Parent.work("stalling", () -> stall(hold.get(), share, period.toNanos(), ramp.toNanos()));
        Parent.readyUntilItEnds(hold.get()::leave);
    }

    /**
     * What was stopped too long or too short in one period is made up for in the next ones, so the share holds over time.
     * After a standstill of our own, as of a suspended machine, it begins anew.
     */
    private static void stall(Hold hold, double share, long period, long ramp) throws IOException {
        long begin = System.nanoTime();
        long end = begin;
        double owed = 0;
        while (true) {
            long now = System.nanoTime();
            end = now - end > period ? now + period : end + period;
            owed = Math.min(owed + period * (end - begin < ramp ? share * (end - begin) / ramp : share), period);
            if (owed > 0) {
                hold.stop();
                sleepUntil(now + (long) owed);
                hold.go();
                owed -= System.nanoTime() - now;
            }
            sleepUntil(end);
        }
    }

    private static void sleepUntil(long end) {
        for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}
