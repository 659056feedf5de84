package dev.shakeout.server.run;

import dev.shakeout.engine.ChildFolder;
import dev.shakeout.model.Json;
import dev.shakeout.model.Verdict;
import dev.shakeout.server.access.Token;
import dev.shakeout.server.notify.News;
import dev.shakeout.server.store.RunEvent;
import dev.shakeout.server.store.StoredRun;
import dev.shakeout.server.store.Work;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/**
 * What one server tells of one run, and writes down at the end of its turn. When the turn does not count any more, as another server
 * has taken the run over, nothing of it is written but what it has left behind.
 *
 * @param ending whether the server is about to end
 */
record Chronicle(Workshop workshop, StoredRun run, Bell bell, Tally tally, BooleanSupplier ending) {
    /** How often a run is begun before it is given up: something about it may be what ends servers. */
    private static final int MOST_ATTEMPTS = 3;

    /** Of a server that is about to end; one try alone may take half of it. */
    private static final Duration TO_WRITE = Duration.ofMinutes(1);

    private static final Duration BETWEEN_TRIES = Duration.ofSeconds(1);

    /** What it says, once. */
    Lines lines(ChildFolder folder) {
        long told = workshop.store().read(work -> work.turns().told(run.id()));
        return new Lines(folder.told(), told, workshop.machine().clock());
    }

    void tell(List<RunEvent> events) {
        if (!events.isEmpty()) {
            workshop.store().change(work -> {
                if (work.turns().holds(run)) {
                    work.events().add(run.id(), events);
                }
                return events;
            });
            bell.ring();
        }
    }

    /** Why it does not begin yet; a word to those who look, which nothing depends on. */
    void waits(String why) {
        try {
            workshop.store().change(work -> {
                work.runs().waits(run.id(), why);
                return why;
            });
        } catch (RuntimeException e) {
            workshop.trouble().accept("run " + run.id() + ": " + why + "; this could not be stored: " + e);
        }
    }

    /** It has ended, with this. */
    void end(Outcome outcome) {
        write(work -> ended(outcome, work));
    }

    /** @return what counts */
    private Optional<Outcome> ended(Outcome outcome, Work work) {
        if (!work.turns().holds(run)) {
            isTakenOver(outcome, work);
            return Optional.empty();
        }
        List<String> left = work.turns().leftOver(run.id());
        Outcome whole = left.isEmpty() ? outcome : outcome.unsafe(left);
        whole.end(run, now(), work);
        String verdict = whole.verdict().map(Verdict::word).orElse("none");
        work.audit().append(now(), Token.NOBODY, "run.end", "run/" + run.id(), Json.object("verdict", verdict));
        return Optional.of(whole);
    }

    /** It must not pass elsewhere while something is left of it here. */
    private void isTakenOver(Outcome outcome, Work work) {
        if (outcome.verdict().equals(Optional.of(Verdict.UNSAFE))) {
            work.turns().leave(run.id(), outcome.reasons());
            News.leftOver(run.id(), outcome.reasons(), now(), work);
        }
    }

    /**
     * Any server may begin it again, as this one is gone or about to go; if that is not to be, it has ended with this.
     *
     * @param gone why this server does not go on with it
     * @param begun whether it was under way
     */
    void handOn(Outcome outcome, String gone, boolean begun) {
        if (!workshop.store().isShared() || !isUndone(outcome, begun)) {
            end(outcome);
        } else if (begun && isLast(run)) {
            end(outcome.because(List.of(givenUp(run))));
        } else {
            String taken = begun ? gone + "; what it had changed is taken back" : gone;
            write(work -> handOn(run, taken, begun, now(), work) ? Optional.empty() : ended(outcome, work));
        }
    }

    /** Nothing came of it yet, and nothing is left of it. */
    private static boolean isUndone(Outcome outcome, boolean begun) {
        Optional<Verdict> verdict = outcome.verdict();
        return !begun
                || verdict.equals(Optional.of(Verdict.ABORTED))
                || (verdict.equals(Optional.of(Verdict.FAILED))
                        && outcome.journal().isEmpty());
    }

    /** Whether it is not begun again. */
    static boolean isLast(StoredRun run) {
        return run.attempt() >= MOST_ATTEMPTS;
    }

    static String givenUp(StoredRun run) {
        return "it was begun " + run.attempt() + " times, and each time its server was gone before its end";
    }

    /**
     * Tells everybody why its server does not go on with it, and lets any other begin it again.
     *
     * @return false when its turn does not count any more, or it is to halt
     */
    static boolean handOn(StoredRun run, String why, boolean begun, Instant now, Work work) {
        long seq = work.events().last(run.id()) + 1;
        if (!work.turns().handOn(run, begun, seq)) {
            return false;
        }
        String next = begun
                ? "it is begun again, attempt " + (run.attempt() + 1) + " of " + MOST_ATTEMPTS
                : "it had not begun, and is begun by another server";
        work.events().add(run.id(), List.of(new RunEvent(seq, now, "warning", why + "; " + next)));
        work.audit().append(now, Token.NOBODY, "run.hand-on", "run/" + run.id(), Json.object("reason", why));
        return true;
    }

    /**
     * Until it is written, however long the database is away; a server that is about to end does not wait that long.
     *
     * @param change gives with what the run has ended, if it has
     */
    private void write(Function<Work, Optional<Outcome>> change) {
        long begun = System.nanoTime();
        while (true) {
            try {
                workshop.store().change(change).ifPresent(outcome -> tally.count(run, outcome.verdict()));
                tidy();
                break;
            } catch (RuntimeException e) {
                boolean late = System.nanoTime() - begun > TO_WRITE.toNanos();
                if (late
                        && ending.getAsBoolean()) { // its folder stays, and the next start of the server reads it again
                    workshop.trouble().accept("run " + run.id() + ": its end could not be stored: " + e);
                    break;
                }
                if (!pause()) {
                    break;
                }
            }
        }
        bell.ring();
    }

    private static boolean pause() {
        try {
            Thread.sleep(BETWEEN_TRIES);
            return true;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private Instant now() {
        return workshop.machine().clock().instant();
    }

    private void tidy() {
        var folder = new ChildFolder(workshop.folder(run));
        try {
            folder.tidy();
            Files.deleteIfExists(folder.path().resolve(Attempt.POLICY));
            Files.deleteIfExists(folder.path().resolve(Attempt.APPROVALS));
            Files.deleteIfExists(folder.journal());
            Files.deleteIfExists(folder.path());
        } catch (IOException e) {
            workshop.trouble()
                    .accept(folder.path() + " is not needed any more and could not be deleted: " + e.getMessage());
        }
    }
}
