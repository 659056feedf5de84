package dev.shakeout.operator;

import dev.shakeout.engine.Recover;
import dev.shakeout.engine.Threads;
import dev.shakeout.faults.kubernetes.ClusterRecovery;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** What goes on while an operator leads: first everything is taken back that others have left, then runs begin. */
final class Term implements AutoCloseable {
    private static final Duration BETWEEN_TRIES = Duration.ofMillis(500);

    private final Workshop workshop;
    private final ClusterRecovery recovery;
    private final int atOnce;
    private final Thread thread;
    private volatile Optional<Runs> runs = Optional.empty();
    private volatile Optional<Schedules> schedules = Optional.empty();

    Term(Workshop workshop, ClusterRecovery recovery, int atOnce) {
        this.workshop = workshop;
        this.recovery = recovery;
        this.atOnce = atOnce;
        this.thread = Threads.start("term", this::serve);
    }

    private void serve() {
        try {
            recoverOnce();
            runs = Optional.of(new Runs(workshop, atOnce));
            schedules = Optional.of(new Schedules(workshop));
            recovery.always(this::tell, workshop.trouble());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt(); // the term is over
        }
    }

    private void recoverOnce() throws InterruptedException {
        while (true) {
            try {
                recovery.once().forEach(this::tell);
                return;
            } catch (IOException e) {
                workshop.trouble().accept(String.valueOf(e.getMessage()));
                Thread.sleep(BETWEEN_TRIES);
            }
        }
    }

    private void tell(Recover.Outcome outcome) {
        workshop.told().accept("run " + outcome.runId() + " " + outcome.words());
        outcome.leftovers().forEach(workshop.trouble());
    }

    /** Returns when all runs have ended, and everything is taken back. */
    @Override
    public void close() {
        Threads.end(thread);
        schedules.ifPresent(Schedules::close);
        runs.ifPresent(Runs::close);
    }
}
