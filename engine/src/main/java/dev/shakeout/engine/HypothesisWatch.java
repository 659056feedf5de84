package dev.shakeout.engine;

import dev.shakeout.engine.Controls.Part;
import dev.shakeout.model.Activity;
import dev.shakeout.model.Event;
import dev.shakeout.model.Experiment;
import dev.shakeout.model.Hypothesis;
import dev.shakeout.model.Journal.SteadyState;
import dev.shakeout.model.Phase;
import dev.shakeout.model.Reads;
import dev.shakeout.model.Rules;
import dev.shakeout.model.Strategies;
import dev.shakeout.model.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Checks the hypothesis again and again while the method runs, where the strategy asks for it. A probe that says itself when
 * it is read has a thread of its own; all others are read one after the other.
 */
final class HypothesisWatch implements AutoCloseable {
    private final Strategies strategies;
    private final HypothesisRound round;
    private final Bus bus;
    private final Stop stop;
    private final List<Thread> threads;
    private final Rules rules;
    private final CountDownLatch pausing = new CountDownLatch(1);
    /** By name, those that ask for being read while the method runs. */
    private final Set<String> unread = ConcurrentHashMap.newKeySet();
    /** Controls see one round at a time. */
    private final Semaphore turns;

    private volatile boolean over;

    HypothesisWatch(Experiment experiment, ProbeRuns probes, Around around, Bus bus, Stop stop) {
        this.strategies = experiment.strategies();
        this.rules = experiment.rules();
        this.round = new HypothesisRound(Phase.DURING, around, bus);
        this.bus = bus;
        this.stop = stop;
        this.turns = new Semaphore(around.any() ? 1 : Integer.MAX_VALUE);
        List<Activity.Probe> all =
                experiment.hypothesis().map(Hypothesis::probes).orElse(List.of());
        List<Placed<Activity.Probe>> checked = Placed.all(Part.HYPOTHESIS, all).stream()
                .filter(probe -> strategies.reads(probe.activity(), Phase.DURING))
                .filter(probe -> !probes.isContinuous(probe.activity()))
                .toList();
        checked.stream()
                .map(Placed::activity)
                .filter(probe -> probe.reads().phases().contains(Phase.DURING))
                .forEach(probe -> unread.add(probe.name()));
        this.threads = together(checked).stream()
                .map(some -> Threads.start("hypothesis", () -> watch(some)))
                .toList();
    }

    private static List<List<Placed<Activity.Probe>>> together(List<Placed<Activity.Probe>> checked) {
        var byStrategy = new ArrayList<Placed<Activity.Probe>>();
        var threads = new ArrayList<List<Placed<Activity.Probe>>>();
        for (Placed<Activity.Probe> probe : checked) {
            if (pace(probe).equals(Reads.Pace.BY_STRATEGY)) {
                byStrategy.add(probe);
            } else {
                threads.add(List.of(probe));
            }
        }
        if (!byStrategy.isEmpty()) {
            threads.add(byStrategy);
        }
        return threads;
    }

    private static Reads.Pace pace(Placed<Activity.Probe> probe) {
        return probe.activity().reads().pace();
    }

    /** @param checked several only where all go by the strategy */
    private void watch(List<Placed<Activity.Probe>> checked) {
        Reads.Pace pace = pace(checked.getFirst());
        Duration interval = pace.interval().orElse(strategies.frequency());
        try {
            if (ends(pace.delay())) {
                return;
            }
            long begun = System.nanoTime();
            long span = pace.span().map(Duration::toNanos).orElse(Long.MAX_VALUE);
            while (!over && System.nanoTime() - begun < span) {
                Optional<String> missed = inTurn(checked);
                if (missed.isPresent() && strategies.failFast()) {
                    failFast(missed.get());
                    return;
                }
                if (ends(interval)) {
                    return;
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt(); // the method is over
        }
    }

    private boolean ends(Duration pause) throws InterruptedException {
        return pausing.await(pause.toNanos(), TimeUnit.NANOSECONDS);
    }

    private Optional<String> inTurn(List<Placed<Activity.Probe>> checked) throws InterruptedException {
        turns.acquire();
        try {
            return over ? Optional.empty() : rules.ours() ? check(checked) : checkAsToolkit(checked);
        } finally {
            turns.release();
        }
    }

    /** @return what missed its tolerance, if anything did */
    private Optional<String> check(List<Placed<Activity.Probe>> checked) throws InterruptedException {
        SteadyState state = round.check(checked, run -> {
            if (!over) {
                unread.remove(run.activity().name());
                bus.emit(new Event.ProbeChecked(bus.now(), Phase.DURING, run));
            }
            return !over && (run.fine() || !strategies.failFast());
        });
        return over ? Optional.empty() : missed(state);
    }

    /** Each round is a steady state of its own there, and ends at its first miss. */
    private Optional<String> checkAsToolkit(List<Placed<Activity.Probe>> checked) throws InterruptedException {
        SteadyState state = round.check(checked, run -> {
            bus.emit(new Event.ProbeChecked(bus.now(), Phase.DURING, run));
            return run.fine();
        });
        bus.emit(new Event.SteadyStateJudged(bus.now(), Phase.DURING, state.met(), true));
        return missed(state);
    }

    private static Optional<String> missed(SteadyState state) {
        return state.met()
                ? Optional.empty()
                : Optional.of(state.probes().getLast().name());
    }

    private void failFast(String missed) {
        String words = "'" + missed + "' missed its tolerance (fail fast)";
        if (rules.ours()) {
            stop.ask(Verdict.DEVIATED, words);
        } else {
            bus.emit(new Event.Concluded(bus.now(), Verdict.DEVIATED, words));
            stop.askForNoMore();
        }
    }

    /**
     * Does not wait for a reading that takes long; what it brings is not looked at any more. By Chaos Toolkit's rules a
     * round that has begun is ended.
     */
    @Override
    public void close() {
        over = true;
        if (rules.ours()) {
            threads.forEach(Thread::interrupt);
            tellUnread();
        } else {
            awaitRound();
        }
    }

    /** What was never looked at did not hold. */
    private void tellUnread() {
        if (stop.reason().isEmpty()) {
            unread.stream()
                    .sorted()
                    .forEach(name -> bus.emit(new Event.Concluded(
                            bus.now(),
                            Verdict.INCONCLUSIVE,
                            "'" + name
                                    + "' was not read while the method ran, which was over before its first reading")));
        }
    }

    private void awaitRound() {
        try {
            pausing.countDown();
            for (Thread each : threads) {
                each.join();
            }
        } catch (InterruptedException _) {
            threads.forEach(Thread::interrupt);
            Thread.currentThread().interrupt();
        }
    }
}
