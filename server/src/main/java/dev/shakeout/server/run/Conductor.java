package dev.shakeout.server.run;

import dev.shakeout.dialects.policy.FlagText;
import dev.shakeout.engine.About;
import dev.shakeout.engine.FlagSources;
import dev.shakeout.engine.Threads;
import dev.shakeout.model.Json;
import dev.shakeout.model.Verdict;
import dev.shakeout.server.access.Token;
import dev.shakeout.server.notify.News;
import dev.shakeout.server.store.StoredRun;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.Collectors;

/** Begins runs, halts them, and brings to an end what an earlier life of this server has left. */
public final class Conductor implements AutoCloseable {
    /** A run whose server was gone for longer is not begun again when that comes back: nobody expects it any more. */
    private static final Duration STILL_WANTED = Duration.ofMinutes(10);

    private static final String ENDS = "the server was asked to end";

    private final Workshop workshop;
    private final Bell bell = new Bell();
    private final Tally tally = new Tally();
    private final ExecutorService workers = Threads.forEach("run");
    private final Places places;
    private final Map<String, Attempt> attempts = new ConcurrentHashMap<>();
    private final HaltWatch watch;
    private final KillSwitches switches;
    private volatile boolean ending;

    public Conductor(Workshop workshop) {
        this.workshop = workshop;
        this.places = new Places(workshop.mostAtOnce());
        this.switches = KillSwitches.start(
                KillSwitches.Pace.USUAL,
                KillSwitches.in(workshop.store()),
                new FlagSources(workshop.machine().environment(), FlagText::defined, FlagText::answered),
                () -> attempts.values().stream()
                        .map(attempt -> attempt.wanted().environment())
                        .collect(Collectors.toSet()),
                this::haltIn);
        this.watch = HaltWatch.start(
                () -> !attempts.isEmpty(),
                () -> workshop.store().read(work -> work.runs().toHalt(workshop.identity())),
                toHalt -> toHalt.forEach(this::halt),
                workshop.trouble());
    }

    /** Rung whenever there is something new of a run that is carried out here. */
    public Bell bell() {
        return bell;
    }

    public Tally tally() {
        return tally;
    }

    /** By which the store knows whose runs are whose. */
    public String identity() {
        return workshop.identity();
    }

    public DefinitionCheck check() {
        return new DefinitionCheck(workshop);
    }

    /**
     * Before any is begun: whatever is not at its end was left by an earlier life.
     *
     * @param lived when that life gave its last sign, if it is known
     */
    public void bury(Optional<Instant> lived) {
        boolean recent = lived.filter(moment ->
                        Duration.between(moment, workshop.machine().clock().instant())
                                        .compareTo(STILL_WANTED)
                                < 0)
                .isPresent();
        List<StoredRun> left =
                new ArrayList<>(workshop.store().read(work -> work.runs().openOf(workshop.identity())));
        left.addAll(new Strays(workshop).runs(left));
        for (StoredRun run : left) {
            workers.execute(() -> About.run(about(run), new Remains(chronicle(run), recent)::bury));
        }
    }

    /** For lines of the log. */
    private static Map<String, String> about(StoredRun run) {
        return Map.of("run", run.id(), "environment", run.environment());
    }

    private Chronicle chronicle(StoredRun run) {
        return new Chronicle(workshop, run, bell, tally, () -> ending);
    }

    /** @param run is stored, and waits; returns at once */
    public void begin(StoredRun run) {
        var attempt = new Attempt(chronicle(run), places, switches::refusal);
        attempts.put(run.id(), attempt);
        if (ending) { // meanwhile
            attempt.giveUp(ENDS);
        }
        Runnable work = () -> {
            try {
                About.run(about(run), attempt);
            } finally {
                attempts.remove(run.id(), attempt);
            }
        };
        try {
            workers.execute(work);
        } catch (RejectedExecutionException _) { // all others have ended meanwhile
            work.run();
        }
    }

    /** Whether no run begins here any more. */
    public boolean isEnding() {
        return ending;
    }

    /** Ends all that are under way, for other servers to begin them again. */
    void giveUp(String why) {
        attempts.values().forEach(attempt -> attempt.giveUp(why));
    }

    /** One that never began; those who follow it are told. */
    public void ended(StoredRun run, Verdict verdict) {
        tally.count(run, Optional.of(verdict));
        bell.ring();
    }

    /** Those that the store says are to halt do so now; returns at once. Of another server's, that server sees it there. */
    public void haltThoseAsked() {
        watch.look();
    }

    private void halt(String run, String why) {
        Attempt attempt = attempts.get(run);
        if (attempt != null) {
            attempt.halt(why);
        }
    }

    /** Nobody has asked for it, so it is noted that the server did. */
    private void haltIn(String environment, String why) {
        attempts.forEach((id, attempt) -> {
            if (attempt.wanted().environment().equals(environment) && attempt.halt(why)) {
                note(id, why);
            }
        });
    }

    private void note(String run, String why) {
        try {
            workshop.store().<Boolean>change(work -> {
                boolean open = work.runs().halt(run, why);
                if (open) {
                    var now = workshop.machine().clock().instant();
                    News.halted(run, why, now, work);
                    work.audit().append(now, Token.NOBODY, "run.halt", "run/" + run, Json.object("reason", why));
                }
                return open;
            });
        } catch (RuntimeException e) { // it is halted all the same, and its end says why
            workshop.trouble().accept("run " + run + " is halted, which could not be noted: " + e);
        }
    }

    /** Ends all that are under way, and waits until everything is taken back. */
    @Override
    public void close() {
        ending = true;
        giveUp(ENDS);
        boolean interrupted = Thread.interrupted();
        watch.close();
        switches.close();
        workers.close();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
