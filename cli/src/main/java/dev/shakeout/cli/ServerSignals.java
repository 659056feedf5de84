package dev.shakeout.cli;

import dev.shakeout.model.Verdict;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Turns Ctrl-C, SIGTERM and SIGHUP into a halt of the run on its server. The command goes on until everything is taken back there; a
 * second signal ends it at once, as here is nothing to take back.
 */
final class ServerSignals implements AutoCloseable {
    private static final List<String> NAMES = List.of("INT", "TERM", "HUP");

    private final Terminal terminal;
    private final Map<sun.misc.Signal, sun.misc.SignalHandler> before = new LinkedHashMap<>();
    private final CountDownLatch told = new CountDownLatch(1);
    private int received;
    private Optional<OnServer> run = Optional.empty();

    /**
     * The run that is to be halted.
     *
     * @param where its id, and the server
     * @param halt has it halted; as long as the server is away it tries again
     */
    record OnServer(String where, Runnable halt) {}

    private ServerSignals(Terminal terminal) {
        this.terminal = terminal;
    }

    static ServerSignals handledFor(Terminal terminal) {
        var signals = new ServerSignals(terminal);
        NAMES.forEach(name -> {
            var signal = new sun.misc.Signal(name);
            try {
                signals.before.put(signal, sun.misc.Signal.handle(signal, _ -> signals.received()));
            } catch (IllegalArgumentException _) {
                // the JVM keeps it to itself (-Xrs)
            }
        });
        return signals;
    }

    /** From here on a signal halts this run; one that has come already does so at once. */
    void willHalt(OnServer started) {
        boolean now;
        synchronized (this) {
            run = Optional.of(started);
            now = received > 0;
        }
        if (now) {
            started.halt().run();
        }
    }

    private void received() {
        int count;
        Optional<OnServer> known;
        synchronized (this) {
            count = ++received;
            known = run;
        }
        if (count > 1) {
            leave(known);
            return;
        }
        terminal.err().println("\nstopping: the server takes everything back, please wait");
        told.countDown();
        known.ifPresent(started -> started.halt().run());
    }

    private void leave(Optional<OnServer> known) {
        try {
            var _ = told.await(1, TimeUnit.SECONDS); // each signal has a thread of its own
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        terminal.err()
                .println("\nleaving: "
                        + known.map(started -> "the server goes on without you with run " + started.where())
                                .orElse("the server may have been asked to start a run"));
        terminal.out().flush();
        Runtime.getRuntime().halt(Verdict.ABORTED.exitCode());
    }

    @Override
    public void close() {
        before.forEach(sun.misc.Signal::handle);
    }
}
