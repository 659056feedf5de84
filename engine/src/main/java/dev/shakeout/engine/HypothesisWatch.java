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
    private final Optional<Thread> thread;

    private HypothesisWatch(Optional<Thread> thread) {
        this.thread = thread;
    }

    static HypothesisWatch start(Experiment experiment, ProbeRuns probes, Bus bus, Stop stop) {
        Strategies strategies = experiment.strategies();
        List<Activity.Probe> checked = experiment.hypothesis().map(Hypothesis::probes).orElse(List.of()).stream()
                .filter(probe -> !probes.isContinuous(probe))
                .toList();
        if (!strategies.hypothesis().during() || checked.isEmpty()) {
            return new HypothesisWatch(Optional.empty());
        }
        return new HypothesisWatch(Optional.of(
                Thread.ofVirtual().name("hypothesis").start(() -> watch(checked, strategies, probes, bus, stop))));
    }

    private static void watch(
            List<Activity.Probe> checked, Strategies strategies, ProbeRuns probes, Bus bus, Stop stop) {
        try {
            while (true) {
                for (Activity.Probe probe : checked) {
                    ActivityRun run = probes.run(probe);
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

    @Override
    public void close() {
        thread.ifPresent(t -> {
            t.interrupt();
            try {
                t.join();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        });
    }
}
