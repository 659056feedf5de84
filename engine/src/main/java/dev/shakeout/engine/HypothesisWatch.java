package dev.shakeout.engine;

import dev.shakeout.model.Activity;
import dev.shakeout.model.ActivityRun;
import dev.shakeout.model.Event;
import dev.shakeout.model.Experiment;
import dev.shakeout.model.Hypothesis;
import dev.shakeout.model.Phase;
import dev.shakeout.model.Strategies;
import dev.shakeout.model.Verdict;
import java.util.List;
import java.util.Optional;

/** Checks the hypothesis again and again while the method runs, where the strategy asks for it. */
final class HypothesisWatch implements AutoCloseable {
    private final Strategies strategies;
    private final ProbeRuns probes;
    private final Bus bus;
    private final Stop stop;
    private final Optional<Thread> thread;
    private volatile boolean over;

    HypothesisWatch(Experiment experiment, ProbeRuns probes, Bus bus, Stop stop) {
        this.strategies = experiment.strategies();
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
            while (true) {
                for (Activity.Probe probe : checked) {
                    ActivityRun run = probes.run(probe);
                    if (over) {
                        return;
                    }
                    bus.emit(new Event.ProbeChecked(bus.now(), Phase.DURING, run));
                    if (!run.fine() && strategies.failFast()) {
                        stop.ask(Verdict.DEVIATED, "'" + probe.name() + "' missed its tolerance (fail fast)");
                        return;
                    }
                }
                Thread.sleep(strategies.frequency());
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt(); // the method is over
        }
    }

    /** Does not wait for a reading that takes long; what it brings is not looked at any more. */
    @Override
    public void close() {
        over = true;
        thread.ifPresent(Thread::interrupt);
    }
}
