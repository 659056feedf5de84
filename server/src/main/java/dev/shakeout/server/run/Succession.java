package dev.shakeout.server.run;

import dev.shakeout.engine.Threads;
import dev.shakeout.model.Json;
import dev.shakeout.model.Verdict;
import dev.shakeout.server.access.Token;
import dev.shakeout.server.store.StoredRun;
import dev.shakeout.server.store.Work;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Servers at one database carry out each other's runs when one is gone. Each says again and again that it lives. One that cannot say
 * so gives up its runs, well before the others take them over: so no run is carried out twice at once. No clock has to be right for
 * that, as each measures by its own how long a number of the other one has not changed.
 */
public final class Succession implements AutoCloseable {
    private final Workshop workshop;
    private final Conductor conductor;
    private final Pace pace;
    private final Map<String, Sign> signs = new HashMap<>();
    private final Thread looking = Threads.named("succession").newThread(this::look);
    private final Thread guarding = Threads.named("succession guard").newThread(this::guard);
    private volatile long said = System.nanoTime();
    private volatile boolean ending;
    private boolean reachable = true;

    /**
     * How quick it is.
     *
     * @param look how often a server says that it lives, and looks whether the others do
     * @param fence how long it may not have been able to say so before it gives up its runs
     * @param lost how long nothing must have been heard of another one before its runs are taken over: a good deal longer, as that has
     *     to take back what it did
     */
    public record Pace(Duration look, Duration fence, Duration lost) {
        public static final Pace USUAL =
                new Pace(Duration.ofSeconds(1), Duration.ofSeconds(20), Duration.ofSeconds(60));
    }

    /** The last one of another server, and when it came. */
    private record Sign(long beat, long at) {}

    private Succession(Workshop workshop, Conductor conductor, Pace pace) {
        this.workshop = workshop;
        this.conductor = conductor;
        this.pace = pace;
    }

    public static Succession start(Workshop workshop, Conductor conductor, Pace pace) {
        var succession = new Succession(workshop, conductor, pace);
        succession.looking.start();
        succession.guarding.start();
        return succession;
    }

    /** The server is about to end: nothing new is taken over. That it lives is said until it has ended. */
    public void retire() {
        ending = true;
    }

    private void look() {
        try {
            while (true) {
                try {
                    long now = System.nanoTime();
                    beat();
                    said = now; // and not later: it may have taken long
                    if (!ending) {
                        succeed();
                    }
                    reachable = true;
                } catch (RuntimeException e) {
                    if (reachable) {
                        workshop.trouble().accept("other servers cannot be told that this one lives: " + e);
                    }
                    reachable = false;
                }
                Thread.sleep(pace.look());
            }
        } catch (InterruptedException _) {
            // the server ends
        }
    }

    private void beat() {
        workshop.store().change(work -> {
            work.servers().beat(workshop.identity(), workshop.machine().clock().instant());
            return work;
        });
    }

    private void succeed() {
        for (String lost : lost(workshop.store().read(work -> work.servers().beats()))) {
            takeOver(lost);
        }
        for (StoredRun run : workshop.store().read(work -> work.turns().unclaimed())) {
            claim(run.id()).ifPresent(conductor::begin);
        }
    }

    private Optional<StoredRun> claim(String run) {
        return workshop.store()
                .change(work -> work.turns().claim(run, workshop.identity())
                        ? work.runs().find(run)
                        : Optional.empty());
    }

    private List<String> lost(Map<String, Long> beats) {
        long now = System.nanoTime();
        signs.keySet().retainAll(beats.keySet());
        beats.forEach((server, beat) -> signs.merge(
                server, new Sign(beat, now), (before, after) -> before.beat() == after.beat() ? before : after));
        return signs.entrySet().stream()
                .filter(entry -> !entry.getKey().equals(workshop.identity()))
                .filter(entry -> now - entry.getValue().at() > pace.lost().toNanos())
                .map(Map.Entry::getKey)
                .toList();
    }

    private void takeOver(String server) {
        workshop.store()
                .change(work -> {
                    var ended = new HashMap<StoredRun, Verdict>();
                    boolean all = true;
                    for (StoredRun run : work.runs().openOf(server)) {
                        all &= takeOver(run, ended, work);
                    }
                    if (all) {
                        work.servers().forget(server);
                    }
                    return ended;
                })
                .forEach(conductor::ended);
    }

    /**
     * @param ended is told if it has come to its end with that
     * @return false when it changes right now, and is to be looked at again
     */
    private boolean takeOver(StoredRun run, Map<StoredRun, Verdict> ended, Work work) {
        boolean begun = run.state() != StoredRun.State.WAITING;
        String why = "nothing was heard for " + pace.lost().toSeconds() + " s of the server that carried it out";
        if (begun) {
            why += ", which takes back by itself what the run has changed; that cannot be seen from here";
        }
        if (begun && (run.halt() || Chronicle.isLast(run))) {
            String end = run.halt() ? "it was to halt" : Chronicle.givenUp(run);
            return end(run, Verdict.FAILED, List.of(end, why), ended, work);
        }
        return run.halt()
                ? end(run, Verdict.ABORTED, List.of("it was halted before it began"), ended, work)
                : Chronicle.handOn(run, why, begun, workshop.machine().clock().instant(), work);
    }

    private boolean end(
            StoredRun run, Verdict verdict, List<String> reasons, Map<StoredRun, Verdict> ended, Work work) {
        if (!work.turns().holds(run)) {
            return false;
        }
        var now = workshop.machine().clock().instant();
        Outcome.without(Optional.of(verdict), reasons).end(run, now, work);
        work.audit().append(now, Token.NOBODY, "run.end", "run/" + run.id(), Json.object("verdict", verdict.word()));
        ended.put(run, verdict);
        return true;
    }

    private void guard() {
        try {
            while (true) {
                Thread.sleep(pace.look());
                if (System.nanoTime() - said > pace.fence().toNanos()) {
                    conductor.giveUp("the database has been away for "
                            + pace.fence().toSeconds() + " s, so that another server may take the run over");
                }
            }
        } catch (InterruptedException _) {
            // the server ends
        }
    }

    @Override
    public void close() {
        Threads.end(guarding);
        Threads.end(looking);
        try {
            workshop.store().change(work -> {
                work.servers().forget(workshop.identity());
                return work;
            });
        } catch (RuntimeException _) {
            // it is found out before long
        }
    }
}
