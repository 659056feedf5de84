package dev.shakeout.cli;

import dev.shakeout.engine.Stop;
import dev.shakeout.model.Verdict;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Turns Ctrl-C, SIGTERM, SIGHUP, a closed terminal, and Chaos Toolkit's SIGUSR1 and SIGUSR2 into a stop. After SIGUSR2
 * the file's own rollbacks are left out, as there; our faults are taken back after each. None of them ends the process:
 * it ends by itself when everything is taken back and the journal is written, so impatience never skips an undo; each
 * further signal is answered with what is still being undone. Whatever else ends the JVM waits for the same.
 */
final class Signals implements AutoCloseable {
    private static final String LEAVES_ROLLBACKS = "USR2";
    private static final List<String> NAMES = List.of("INT", "TERM", "HUP", "USR1", LEAVES_ROLLBACKS);
    private static final AtomicBoolean ENDING = new AtomicBoolean();

    private final Terminal terminal;
    private final CountDownLatch done = new CountDownLatch(1);
    private final AtomicInteger status = new AtomicInteger(Verdict.ABORTED.exitCode());
    private final AtomicInteger received = new AtomicInteger();
    private final Map<sun.misc.Signal, sun.misc.SignalHandler> before = new LinkedHashMap<>();
    private final Thread hook;
    private volatile boolean rollBack = true;
    private Optional<Running> running = Optional.empty();

    private record Running(Stop stop, Unfinished unfinished) {}

    private final CountDownLatch firstTold = new CountDownLatch(1);

    private Signals(Terminal terminal) {
        this.terminal = terminal;
        this.hook = Thread.ofPlatform().name("shutdown").unstarted(this::shutDown);
    }

    static Signals handledFor(Terminal terminal) {
        var signals = new Signals(terminal);
        Runtime.getRuntime().addShutdownHook(signals.hook);
        NAMES.forEach(signals::handle);
        return signals;
    }

    /** One that was ignored when this process was started, as by nohup, stays so. */
    private void handle(String name) {
        var signal = new sun.misc.Signal(name);
        try {
            before.put(
                    signal,
                    sun.misc.Signal.handle(
                            signal, one -> received(!one.getName().equals(LEAVES_ROLLBACKS))));
        } catch (IllegalArgumentException _) {
            // the JVM keeps it to itself (-Xrs); then the shutdown hook is all there is
        }
    }

    private void received(boolean withRollbacks) {
        boolean first = received.getAndIncrement() == 0;
        rollBack &= withRollbacks;
        askToStop();
        if (first) {
            terminal.err().println("\nstopping: taking everything back, please wait");
            firstTold.countDown();
        } else {
            awaitFirstTold();
            terminal.err().println("\n" + stillRunning());
        }
    }

    /** Each signal has a thread of its own, and the second may be quicker; but nobody waits long for a word. */
    private void awaitFirstTold() {
        try {
            var _ = firstTold.await(1, TimeUnit.SECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void shutDown() {
        ENDING.set(true);
        received(true);
        try {
            done.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        terminal.out().flush();
        Runtime.getRuntime().halt(status.get());
    }

    /** Whether the JVM is shutting down; the hook then sets the exit status. */
    static boolean ending() {
        return ENDING.get();
    }

    /** From here on a signal asks this run to stop; one that has come already does so at once. */
    synchronized void willStop(Stop stop, Unfinished unfinished) {
        running = Optional.of(new Running(stop, unfinished));
        if (received.get() > 0) {
            askToStop();
        }
    }

    private synchronized void askToStop() {
        running.ifPresent(
                run -> run.stop().ask(new Stop.Reason(Verdict.ABORTED, "stopped by a signal or Ctrl-C", rollBack)));
    }

    private synchronized String stillRunning() {
        return running.map(run -> run.unfinished().words()).orElse("nothing was broken yet; ending, please wait");
    }

    void endWith(int exitStatus) {
        status.set(exitStatus);
    }

    @Override
    public void close() {
        done.countDown();
        before.forEach(sun.misc.Signal::handle);
        if (!ENDING.get()) {
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException _) {
                // the JVM ends just now; the hook sets its status
            }
        }
    }
}
