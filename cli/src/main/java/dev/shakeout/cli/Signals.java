package dev.shakeout.cli;

import dev.shakeout.engine.Stop;
import dev.shakeout.model.Verdict;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Turns Ctrl-C, SIGTERM, SIGHUP and a closed terminal into a stop, and keeps the process alive until this is closed: when
 * everything is taken back and the journal is written. While the JVM shuts down a second signal is ignored, so impatience
 * never skips an undo.
 */
final class Signals implements AutoCloseable {
    private static final AtomicBoolean ENDING = new AtomicBoolean();

    private final CountDownLatch done = new CountDownLatch(1);
    private final AtomicInteger status = new AtomicInteger(Verdict.ABORTED.exitCode());
    private final Thread hook;
    private Optional<Stop> running = Optional.empty();

    private Signals(Terminal terminal) {
        this.hook = Thread.ofPlatform().name("signals").unstarted(() -> {
            ENDING.set(true);
            askToStop();
            terminal.err().println("\nstopping: taking everything back, please wait");
            try {
                done.await();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
            terminal.out().flush();
            Runtime.getRuntime().halt(status.get());
        });
    }

    static Signals handledFor(Terminal terminal) {
        var signals = new Signals(terminal);
        Runtime.getRuntime().addShutdownHook(signals.hook);
        return signals;
    }

    /** Whether a signal has begun to end the process; its hook then sets the exit status. */
    static boolean ending() {
        return ENDING.get();
    }

    /** From here on a signal asks this run to stop; one that has come already does so at once. */
    synchronized void willStop(Stop stop) {
        running = Optional.of(stop);
        if (ENDING.get()) {
            askToStop();
        }
    }

    private synchronized void askToStop() {
        running.ifPresent(stop -> stop.ask(Verdict.ABORTED, "stopped by a signal or Ctrl-C"));
    }

    void endWith(int exitStatus) {
        status.set(exitStatus);
    }

    @Override
    public void close() {
        done.countDown();
        if (!ENDING.get()) {
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException _) {
                // a signal came just now; its hook ends the process
            }
        }
    }
}
