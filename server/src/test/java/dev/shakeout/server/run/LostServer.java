package dev.shakeout.server.run;

import dev.shakeout.server.store.Clockwork;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** A server in a process of its own, that gets stuck in the middle of the starts that are due, and waits to be killed. */
final class LostServer {
    static final String STUCK = "stuck";
    private static final int MADE = 10;

    private LostServer() {}

    /** Where it gets stuck. */
    enum Moment {
        BEFORE_ANYTHING_IS_STORED,
        AFTER_EVERYTHING_IS_STORED
    }

    static Process start(String url, Duration ahead, Moment moment) throws IOException {
        return new ProcessBuilder(List.of(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "--enable-native-access=ALL-UNNAMED",
                        LostServer.class.getName(),
                        url,
                        ahead.toString(),
                        moment.name()))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    public static void main(String[] args) throws Exception {
        var rota = new Rota(args[0], "lost").ahead(Duration.parse(args[1]));
        var moment = Moment.valueOf(args[2]);
        var rung = new AtomicInteger();
        Clockwork.Ring ring = timer -> {
            boolean last = rung.incrementAndGet() > MADE;
            Optional<Instant> next =
                    last && moment == Moment.BEFORE_ANYTHING_IS_STORED ? Optional.empty() : rota.due.of(timer);
            if (last) {
                System.out.println(STUCK);
                waitForEver();
            }
            return next;
        };
        rota.clockwork(ring);
        waitForEver();
    }

    private static void waitForEver() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
