package dev.shakeout.engine;

import dev.shakeout.model.Activity;
import dev.shakeout.model.ActivityRun;
import dev.shakeout.model.Event;
import dev.shakeout.model.Experiment;
import dev.shakeout.model.Hypothesis;
import dev.shakeout.model.Phase;
import dev.shakeout.model.Strategies;
import dev.shakeout.model.Tolerance;
import dev.shakeout.model.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The course of one run, from the steady state before to the recovery times after. */
final class Course {
    private final Experiment experiment;
    private final Stop stop;
    private final Bus bus;
    private final JournalFold fold;
    private final Readers readers;
    private final FaultRuns faults;
    private final ProbeRuns probes;
    private final Method method;

    Course(Planned planned, Stop stop, Bus bus, JournalFold fold, Readers readers, FaultRuns faults) {
        this.experiment = planned.plan().experiment();
        this.stop = stop;
        this.bus = bus;
        this.fold = fold;
        this.readers = readers;
        this.faults = faults;
        this.probes = new ProbeRuns(readers, bus::now, stop, experiment);
        this.method = new Method(planned, stop, bus, faults, probes);
    }

    void run() {
        Strategies strategies = experiment.strategies();
        boolean begun = false;
        boolean interrupted = false;
        try (var _ = LoadTicker.start(readers, experiment, experiment.dry(), bus)) {
            stop.enter(Thread.currentThread());
            if (!strategies.hypothesis().before() || holds(Phase.BEFORE)) {
                begun = true;
                Instant start = bus.now();
                underGuards();
                judgeDuring(start, bus.now());
                if (strategies.hypothesis().after()) {
                    holds(Phase.AFTER);
                }
            }
        } catch (InterruptedException _) {
            interrupted = stop.reason().isEmpty();
            tellWhy();
        } finally {
            stop.leave();
            faults.close();
            faults.takeBackAll();
            rollBack(begun);
            if (!experiment.dry().probes()) {
                RecoveryTimes.of(experiment, fold.injected(), readers, bus.now())
                        .forEach(recovery -> bus.emit(new Event.RecoveryMeasured(bus.now(), recovery)));
            }
            if (interrupted) { // not by a stop, so somebody else wants this thread to end
                Thread.currentThread().interrupt();
            }
        }
    }

    private void tellWhy() {
        var reason = stop.reason().orElse(new Stop.Reason(Verdict.ABORTED, "the run's thread was interrupted", true));
        if (reason.verdict() == Verdict.ABORTED) {
            bus.emit(new Event.Interrupted(bus.now(), reason.words()));
        } else if (reason.verdict() != Verdict.HALTED) { // a guard has told already
            bus.emit(new Event.Concluded(bus.now(), reason.verdict(), reason.words()));
        }
    }

    private void underGuards() throws InterruptedException {
        bus.emit(new Event.PhaseStarted(bus.now(), Phase.DURING));
        try (var _ = new Guards(experiment.safety().haltWhen(), readers, bus, stop);
                var _ = new HypothesisWatch(experiment, probes, bus, stop)) {
            method.run();
        }
        stop.enter(Thread.currentThread());
    }

    private boolean holds(Phase phase) throws InterruptedException {
        if (experiment.hypothesis().map(Hypothesis::probes).orElse(List.of()).isEmpty()) {
            return true;
        }
        bus.emit(new Event.PhaseStarted(bus.now(), phase));
        var runs = new ArrayList<ActivityRun>();
        for (Activity.Probe probe : experiment.hypothesis().get().probes()) {
            ActivityRun run = probes.judged(probe);
            stop.check();
            runs.add(run);
            bus.emit(new Event.ProbeChecked(bus.now(), phase, run));
            if (!run.fine() && !experiment.rules().ours()) {
                break;
            }
        }
        return judged(phase, runs);
    }

    private boolean judged(Phase phase, List<ActivityRun> runs) {
        boolean met = runs.stream().allMatch(ActivityRun::fine);
        boolean enough = runs.stream()
                .allMatch(run -> run.judgement().map(j -> j.enough()).orElse(true));
        bus.emit(new Event.SteadyStateJudged(bus.now(), phase, met, enough));
        return met;
    }

    /** Continuous probes have sampled all the while: judged is every request from the first fault to the method's end. */
    private void judgeDuring(Instant methodStart, Instant methodEnd) throws InterruptedException {
        var when = experiment.strategies().hypothesis();
        boolean asked = when == Strategies.HypothesisWhen.DEFAULT || when.during();
        if (!asked || experiment.dry().probes()) {
            return;
        }
        Instant from = fold.firstFault().orElse(methodStart);
        var runs = new ArrayList<ActivityRun>();
        for (Activity.Probe probe :
                experiment.hypothesis().map(Hypothesis::probes).orElse(List.of())) {
            if (readers.of(probe) instanceof ProbeReader.Continuous continuous) {
                ActivityRun run = probes.over(underFaults(probe), continuous, from, methodEnd, from);
                runs.add(run);
                bus.emit(new Event.ProbeChecked(bus.now(), Phase.DURING, run));
            }
        }
        if (!runs.isEmpty()) {
            judged(Phase.DURING, runs);
        }
    }

    /** The probe with the limits that the file gives for the time under faults, if it gives any. */
    private static Activity.Probe underFaults(Activity.Probe probe) {
        Optional<Tolerance> during =
                probe.tolerance().flatMap(t -> t instanceof Tolerance.Slo slo ? slo.during() : Optional.empty());
        return during.isEmpty() ? probe : probe.judgedBy(during);
    }

    private void rollBack(boolean begun) {
        boolean ours = experiment.rules().ours();
        boolean due = switch (experiment.strategies().rollbacks()) {
            case DEFAULT -> ours ? begun : fold.toolkit().rollsBack();
            case ALWAYS -> true;
            case NEVER -> false;
            case DEVIATED ->
                ours ? fold.verdict() == Verdict.DEVIATED : fold.toolkit().deviated();
        };
        if (due && stop.reason().map(Stop.Reason::rollBack).orElse(true)) {
            method.rollBack(experiment.rollbacks());
        }
    }
}
