package dev.shakeout.engine;

import dev.shakeout.engine.Controls.Part;
import dev.shakeout.model.Activity;
import dev.shakeout.model.Event;
import dev.shakeout.model.Experiment;
import dev.shakeout.model.Hypothesis;
import dev.shakeout.model.Journal.SteadyState;
import dev.shakeout.model.Phase;
import dev.shakeout.model.Rules;
import dev.shakeout.model.Strategies;
import dev.shakeout.model.Verdict;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Checks the hypothesis again and again while the method runs, where the strategy asks for it. */
final class HypothesisWatch implements AutoCloseable {
    private final Strategies strategies;
    private final HypothesisRound round;
    private final Bus bus;
    private final Stop stop;
    private final Optional<Thread> thread;
    private final Rules rules;
    private final CountDownLatch pausing = new CountDownLatch(1);
    private volatile boolean over;

    HypothesisWatch(Experiment experiment, ProbeRuns probes, Around around, Bus bus, Stop stop) {
        this.strategies = experiment.strategies();
        this.rules = experiment.rules();
        this.round = new HypothesisRound(Phase.DURING, around, bus);
        this.bus = bus;
        this.stop = stop;
        List<Activity.Probe> all =
                experiment.hypothesis().map(Hypothesis::probes).orElse(List.of());
        List<Placed<Activity.Probe>> checked = Placed.all(Part.HYPOTHESIS, all).stream()
                .filter(probe -> !probes.isContinuous(probe.activity()))
                .toList();
        this.thread = strategies.hypothesis().during() && !checked.isEmpty()
                ? Optional.of(Threads.start("hypothesis", () -> watch(checked)))
                : Optional.empty();
    }

    private void watch(List<Placed<Activity.Probe>> checked) {
        try {
            while (!over) {
                Optional<String> missed = rules.ours() ? check(checked) : checkAsToolkit(checked);
                if (missed.isPresent() && strategies.failFast()) {
                    failFast(missed.get());
                    return;
                }
                if (pausing.await(strategies.frequency().toNanos(), TimeUnit.NANOSECONDS)) {
                    return;
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt(); // the method is over
        }
    }

    /** @return what missed its tolerance, if anything did */
    private Optional<String> check(List<Placed<Activity.Probe>> checked) throws InterruptedException {
        SteadyState state = round.check(checked, run -> {
            if (!over) {
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
            thread.ifPresent(Thread::interrupt);
        } else {
            awaitRound();
        }
    }

    private void awaitRound() {
        try {
            pausing.countDown();
            for (Thread each : thread.stream().toList()) {
                each.join();
            }
        } catch (InterruptedException _) {
            thread.ifPresent(Thread::interrupt);
            Thread.currentThread().interrupt();
        }
    }
}
