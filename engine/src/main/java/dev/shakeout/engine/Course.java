package dev.shakeout.engine;

import dev.shakeout.engine.Controls.Part;
import dev.shakeout.model.Activity;
import dev.shakeout.model.ActivityRun;
import dev.shakeout.model.Event;
import dev.shakeout.model.Experiment;
import dev.shakeout.model.Hypothesis;
import dev.shakeout.model.Phase;
import dev.shakeout.model.Reads;
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
    private final Around around;
    private final Method method;

    Course(
            Planned planned,
            Stop stop,
            Bus bus,
            JournalFold fold,
            Readers readers,
            FaultRuns faults,
            Controls controls) {
        this.experiment = planned.plan().experiment();
        this.stop = stop;
        this.bus = bus;
        this.fold = fold;
        this.readers = readers;
        this.faults = faults;
        this.probes = new ProbeRuns(readers, bus::now, stop, experiment);
        this.around = new Around(controls, probes, stop, bus);
        this.method = new Method(planned, stop, faults, new ActivityRuns(planned, stop, bus, faults, probes), around);
    }

    void run() {
        boolean begun = false;
        boolean interrupted = false;
        try (var _ = LoadTicker.start(readers, experiment, bus)) {
            stop.enter(Thread.currentThread());
            around.beforeExperiment();
            if (holds(Phase.BEFORE)) {
                begun = true;
                Instant start = bus.now();
                underGuards();
                judgeDuring(start, bus.now());
                holds(Phase.AFTER);
            }
        } catch (InterruptedException _) {
            interrupted = stop.reason().isEmpty();
            tellWhy();
        } finally {
            stop.leave();
            faults.close();
            faults.takeBackAll();
            rollBack(begun);
            faults.settle(!experiment.rules().ours() && stop.reason().isEmpty());
            if (!experiment.dry().probes()) {
                RecoveryTimes.of(experiment, fold.faults(), readers, bus.now())
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
                var _ = new HypothesisWatch(experiment, probes, around, bus, stop)) {
            method.run();
        }
        stop.enter(Thread.currentThread());
    }

    private boolean holds(Phase phase) throws InterruptedException {
        List<Activity.Probe> all =
                experiment.hypothesis().map(Hypothesis::probes).orElse(List.of());
        List<Placed<Activity.Probe>> asked = Placed.all(Part.HYPOTHESIS, all).stream()
                .filter(probe -> experiment.strategies().reads(probe.activity(), phase))
                .toList();
        if (asked.isEmpty()) {
            return true;
        }
        bus.emit(new Event.PhaseStarted(bus.now(), phase));
        var state = new HypothesisRound(phase, around, bus).check(asked, run -> {
            stop.check();
            bus.emit(new Event.ProbeChecked(bus.now(), phase, run));
            return run.fine() || experiment.rules().ours();
        });
        bus.emit(new Event.SteadyStateJudged(bus.now(), phase, state.met(), state.enough()));
        return state.met();
    }

    /** Continuous probes have sampled all the while: judged is every request from the first fault to the method's end. */
    private void judgeDuring(Instant methodStart, Instant methodEnd) throws InterruptedException {
        if (experiment.dry().probes()) {
            return;
        }
        Instant from = fold.firstFault().orElse(methodStart);
        var runs = new ArrayList<ActivityRun>();
        for (Activity.Probe probe :
                experiment.hypothesis().map(Hypothesis::probes).orElse(List.of())) {
            if (experiment.strategies().judgesUnderFaults(probe)
                    && readers.of(probe) instanceof ProbeReader.Continuous continuous) {
                Reads.Pace pace = probe.reads().pace();
                Instant first = later(from, methodStart.plus(pace.delay()));
                Instant last = pace.span()
                        .map(span -> methodStart.plus(pace.delay()).plus(span))
                        .filter(methodEnd::isAfter)
                        .orElse(methodEnd);
                ActivityRun run = probes.over(underFaults(probe), continuous, first, later(first, last), first);
                runs.add(run);
                bus.emit(new Event.ProbeChecked(bus.now(), Phase.DURING, run));
            }
        }
        if (!runs.isEmpty()) {
            boolean met = runs.stream().allMatch(ActivityRun::fine);
            boolean enough = runs.stream()
                    .allMatch(run -> run.judgement().map(j -> j.enough()).orElse(true));
            bus.emit(new Event.SteadyStateJudged(bus.now(), Phase.DURING, met, enough));
        }
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
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
            new Rollbacks(experiment.dry(), bus, probes, around).run(experiment.rollbacks());
        }
    }
}
