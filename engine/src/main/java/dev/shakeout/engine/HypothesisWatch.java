package dev.shakeout.engine;

import dev.shakeout.model.Activity;
import dev.shakeout.model.ActivityRun;
import dev.shakeout.model.Event;
import dev.shakeout.model.Experiment;
import dev.shakeout.model.Hypothesis;
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
    private final ProbeRuns probes;
    private final Bus bus;
    private final Stop stop;
    private final Optional<Thread> thread;
    private final Rules rules;
    private final CountDownLatch pausing = new CountDownLatch(1);
    private volatile boolean over;

    HypothesisWatch(Experiment experiment, ProbeRuns probes, Bus bus, Stop stop) {
        this.strategies = experiment.strategies();
        this.rules = experiment.rules();
        this.probes = probes;
        this.bus = bus;
        this.stop = stop;
        List<Activity.Probe> checked = experiment.hypothesis().map(Hypothesis::probes).orElse(List.of()).stream()
                .filter(probe -> !probes.isContinuous(probe))
                .toList();
        this.thread = strategies.hypothesis().during() && !checked.isEmpty()
                ? Optional.of(Thread.ofVirtual().name("hypothesis").start(() -> watch(checked)))
                : Optional.empty();
    }

    private void watch(List<Activity.Probe> checked) {
        try {
            while (!over) {
                Optional<Activity.Probe> missed = rules.ours() ? check(checked) : checkAsToolkit(checked);
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

    private Optional<Activity.Probe> check(List<Activity.Probe> checked) throws InterruptedException {
        for (Activity.Probe probe : checked) {
            ActivityRun run = probes.judged(probe);
            if (over) {
                return Optional.empty();
            }
            bus.emit(new Event.ProbeChecked(bus.now(), Phase.DURING, run));
            if (!run.fine() && strategies.failFast()) {
                return Optional.of(probe);
            }
        }
        return Optional.empty();
    }

    /** Each round is a steady state of its own there, and ends at its first miss. */
    private Optional<Activity.Probe> checkAsToolkit(List<Activity.Probe> checked) throws InterruptedException {
        Optional<Activity.Probe> missed = Optional.empty();
        for (Activity.Probe probe : checked) {
            ActivityRun run = probes.judged(probe);
            bus.emit(new Event.ProbeChecked(bus.now(), Phase.DURING, run));
            if (!run.fine()) {
                missed = Optional.of(probe);
                break;
            }
        }
        bus.emit(new Event.SteadyStateJudged(bus.now(), Phase.DURING, missed.isEmpty(), true));
        return missed;
    }

    private void failFast(Activity.Probe missed) {
        String words = "'" + missed.name() + "' missed its tolerance (fail fast)";
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
