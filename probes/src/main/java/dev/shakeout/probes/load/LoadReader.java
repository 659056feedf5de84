package dev.shakeout.probes.load;

import dev.shakeout.engine.ProbeReader;
import dev.shakeout.model.LoadWindow;
import dev.shakeout.probes.wire.ConnectionPool;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Sends one request after another at a constant rate, and knows what became of each. */
public final class LoadReader implements ProbeReader.Continuous {
    private final Aim aim;
    private final Clock clock;
    private final Outcomes outcomes = new Outcomes();
    private volatile Schedule schedule = Schedule.of(Instant.MAX, 0, 1);
    private final List<OpenLoop> loop = new CopyOnWriteArrayList<>();

    public LoadReader(Aim aim, Clock clock) {
        this.aim = aim;
        this.clock = clock;
    }

    /** Warms up for a quarter of a second, then sends the first request at once. */
    @Override
    public void start() {
        var pool = new ConnectionPool(aim.origin(), aim.mostIdle());
        try {
            WarmUp.run();
            if (aim.origin().tls()) {
                warmUpTls(pool);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        schedule = Schedule.of(clock.instant(), System.nanoTime(), aim.perSecond());
        var running = new OpenLoop(aim, schedule, outcomes, pool);
        loop.add(running);
        running.start();
    }

    /** The handshake's code can be warmed up only with a certificate: shakes hands with the target, asks it nothing. */
    private void warmUpTls(ConnectionPool pool) throws InterruptedException {
        Thread handshake = Thread.ofVirtual().start(() -> {
            try {
                pool.prepare();
            } catch (IOException _) {
                // the first request will meet the same and count it
            }
        });
        handshake.join(aim.limit());
        handshake.interrupt();
    }

    /** Percentiles are exact to the microsecond; a request without an answer counts as slow as the time limit. */
    @Override
    public LoadWindow window(Instant from, Instant to) {
        Schedule due = schedule;
        return outcomes.between(due.firstDueAt(from), due.firstDueAt(to)).window(from, to);
    }

    @Override
    public void close() {
        loop.forEach(OpenLoop::close);
    }
}
