package dev.shakeout.server.run;

import dev.shakeout.model.Json;
import dev.shakeout.model.Verdict;
import dev.shakeout.server.access.Actor;
import dev.shakeout.server.access.Token;
import dev.shakeout.server.store.Clockwork;
import dev.shakeout.server.store.Halt;
import dev.shakeout.server.store.Store;
import dev.shakeout.server.store.StoredRun;
import dev.shakeout.server.store.Timers;
import dev.shakeout.server.store.Work;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Decides about runs that wait for people to approve of them: each is begun, by whichever server hears of it, or ended. What is decided
 * is written in one transaction that holds the run; so it does not matter how often a timer rings for it, nor on how many servers.
 */
public final class ApprovedStarts implements Clockwork.Ring {
    /** The timer that goes on ringing until it is decided; all others are there to have it decided sooner. */
    private static final String LAST = "until";
    /** What nobody tells of, such as another policy, is noticed after this. */
    private static final Duration USUAL = Duration.ofMinutes(1);

    private final Store store;
    private final Conductor conductor;
    private final Clock clock;

    public ApprovedStarts(Store store, Conductor conductor, Clock clock) {
        this.store = store;
        this.conductor = conductor;
        this.clock = clock;
    }

    /** In the transaction that stores one that is pending. */
    static void watch(StoredRun run, Instant now, Work work) {
        work.timers().set(Timers.ofPending(run.id(), LAST), next(run, now));
    }

    private static Instant next(StoredRun run, Instant now) {
        Instant soon = now.plus(USUAL);
        return run.awaited()
                .map(StoredRun.Awaited::until)
                .filter(end -> end.isBefore(soon))
                .orElse(soon);
    }

    /**
     * In the transaction of whoever has changed what it waits for: it is looked at at once.
     *
     * @param unique none has been woken by it before
     */
    public static void wake(String run, String unique, Instant now, Work work) {
        work.timers().set(Timers.ofPending(run, unique), now);
    }

    /** Whether a timer is for a run that waits for approvals. */
    public static boolean isFor(String timer) {
        return Timers.pending(timer).isPresent();
    }

    @Override
    public Optional<Instant> of(String timer) {
        var afterwards = new ArrayList<Runnable>();
        boolean goesOn = timer.endsWith("/" + LAST);
        Instant now = clock.instant();
        Optional<Instant> again = store.change(work -> {
            work.halts().takeTurn();
            return Timers.pending(timer)
                    .flatMap(run -> work.pending().take(run))
                    .flatMap(run -> decide(run, now, work, afterwards));
        });
        afterwards.forEach(Runnable::run);
        return goesOn ? again : Optional.empty();
    }

    private Optional<Instant> decide(StoredRun run, Instant now, Work work, List<Runnable> afterwards) {
        Optional<String> halted = halted(run, work);
        if (halted.isPresent()) {
            return end(run, Verdict.ABORTED, halted.get(), now, work, afterwards);
        }
        Consent consent = Consent.of(run, now, work);
        if (!consent.enough()) {
            boolean inVain = run.awaited()
                    .filter(awaited -> !awaited.until().isAfter(now))
                    .isPresent();
            if (inVain) {
                return end(run, Verdict.REFUSED, consent.inVain(run), now, work, afterwards);
            }
            work.pending().stillWaits(run.id(), consent.words(run.environment()));
            return Optional.of(next(run, now));
        }
        Optional<String> forbidden = Account.refused(run.requestedBy(), "started it", run.environment(), now, work);
        return forbidden.isPresent()
                ? end(run, Verdict.REFUSED, forbidden.get(), now, work, afterwards)
                : begin(run, consent, now, work, afterwards);
    }

    private static Optional<String> halted(StoredRun run, Work work) {
        Optional<String> asked = work.pending().haltReason(run.id());
        List<Halt> halts = work.halts().in(run.environment());
        return asked.or(() -> halts.stream().findFirst().map(halt -> HaltWords.of(halt, work)));
    }

    private Optional<Instant> begin(StoredRun run, Consent consent, Instant now, Work work, List<Runnable> afterwards) {
        work.pending().letBegin(run.id(), conductor.identity());
        work.audit()
                .append(
                        now,
                        Token.NOBODY,
                        "run.begin",
                        "run/" + run.id(),
                        Json.object(
                                "approved-by",
                                Json.of(consent.count().approvers().stream()
                                        .map(Json::of)
                                        .toList())));
        StoredRun announced = Starts.announced(run.waitingAt(conductor.identity()), now, work);
        afterwards.add(() -> conductor.begin(announced));
        return Optional.empty();
    }

    private Optional<Instant> end(
            StoredRun run, Verdict verdict, String why, Instant now, Work work, List<Runnable> afterwards) {
        end(run, verdict, why, Actor.of(Token.NOBODY), now, work);
        afterwards.add(() -> conductor.ended(run, verdict));
        return Optional.empty();
    }

    /**
     * One that was {@link dev.shakeout.server.store.PendingRuns#take taken} never begins. Afterwards the {@link Conductor#ended
     * conductor} is to be told.
     */
    public static void end(StoredRun run, Verdict verdict, String why, Actor actor, Instant now, Work work) {
        Outcome.without(Optional.of(verdict), List.of(why)).end(run, now, work);
        Json.Obj details = Json.object("verdict", verdict.word(), "reason", why);
        work.audit().append(now, actor, "run.end", "run/" + run.id(), details);
    }
}
