package dev.shakeout.engine;

import dev.shakeout.model.Activity;
import dev.shakeout.model.ActivityRun;
import dev.shakeout.model.Event;
import dev.shakeout.model.Hypothesis;
import dev.shakeout.model.Injection;
import dev.shakeout.model.Journal;
import dev.shakeout.model.LoadWindow;
import dev.shakeout.model.Phase;
import dev.shakeout.model.Plan;
import dev.shakeout.model.Proof;
import dev.shakeout.model.Recovery;
import dev.shakeout.model.Target;
import dev.shakeout.model.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Makes the journal and the verdict from the events of a run, and from nothing else. */
public final class JournalFold implements RunListener {
    private Optional<Event.RunStarted> started = Optional.empty();
    private Optional<Instant> ended = Optional.empty();
    private Optional<String> interruptedBy = Optional.empty();
    private final Conclusions conclusions = new Conclusions();
    private final ToolkitStatus toolkit = new ToolkitStatus();
    private final List<Journal.SteadyState> steadyStates = new ArrayList<>();
    /** Of phases whose steady state is not judged yet. */
    private final Map<Phase, List<ActivityRun>> checked = new LinkedHashMap<>();

    private final Set<Phase> read = EnumSet.noneOf(Phase.class);

    private final List<Journal.Ran> run = new ArrayList<>();
    private final List<Activity> skipped = new ArrayList<>();
    private final List<Journal.Ran> rollbacks = new ArrayList<>();
    private final Map<String, InjectedFold> injections = new LinkedHashMap<>();
    private final Map<String, List<LoadWindow>> load = new LinkedHashMap<>();
    /** By the activity, once targets have appeared. */
    private final Map<String, Plan.BlastRadius> radii = new LinkedHashMap<>();

    private final Map<String, Map<Target, Plan.Spared>> leftAlone = new LinkedHashMap<>();
    private final Map<String, Journal.Guarded> guards = new LinkedHashMap<>();
    private final List<Recovery> recoveries = new ArrayList<>();
    private Optional<Proof> proof = Optional.empty();

    @Override
    public synchronized void on(Event event) {
        conclusions.on(event);
        toolkit.on(event);
        switch (event) {
            case Event.RunStarted e -> started = Optional.of(e);
            case Event.PhaseStarted _, Event.ActivityStarted _, Event.Concluded _ -> {}
            case Event.ProbeChecked e -> {
                read.add(e.phase());
                checked.computeIfAbsent(e.phase(), _ -> new ArrayList<>()).add(e.run());
            }
            case Event.SteadyStateJudged e -> {
                List<ActivityRun> runs =
                        Optional.ofNullable(checked.remove(e.phase())).orElse(List.of());
                steadyStates.add(new Journal.SteadyState(e.phase(), e.at(), e.met(), e.enough(), recorded(runs)));
            }
            case Event.ActivityEnded e -> run.add(e.run().recorded());
            case Event.ActivitySkipped e -> {
                run.add(e.run().recorded());
                skipped.add(e.run().activity());
            }
            case Event.RollbackEnded e -> rollbacks.add(e.run().recorded());
            case Event.TargetAppeared e -> appeared(e);
            case Event.Injecting e -> of(e.injection()).before = Optional.of(e.before());
            case Event.Injected e -> of(e.injection()).injected = Optional.of(e.at());
            case Event.EffectMeasured e -> {
                of(e.injection()).on = Optional.of(e.reading());
                of(e.injection()).bites = Optional.of(e.bites());
            }
            case Event.StageReached e -> of(e.injection()).reached(e);
            case Event.TakenBack e -> of(e.injection()).takenBack(e);
            case Event.NotTakenBack e -> of(e.injection()).leftovers = e.commands();
            case Event.LoadMeasured e ->
                load.computeIfAbsent(e.probe(), _ -> new ArrayList<>()).add(e.window());
            case Event.GuardRead e -> guards.compute(e.guard(), (_, g) -> seen(g, e));
            case Event.GuardBreached e ->
                guards.computeIfPresent(
                        e.guard(),
                        (name, g) -> new Journal.Guarded(name, g.readings(), g.breaches() + 1, g.tripped(), e.words()));
            case Event.GuardTripped e ->
                guards.computeIfPresent(
                        e.guard(),
                        (name, g) ->
                                new Journal.Guarded(name, g.readings(), g.breaches(), Optional.of(e.at()), e.words()));
            case Event.RecoveryMeasured e -> recoveries.add(e.recovery());
            case Event.HostCompared e -> proof = Optional.of(e.proof());
            case Event.Interrupted e -> interruptedBy = Optional.of(e.by());
            case Event.RunEnded e -> {
                ended = Optional.of(e.at());
                checked.forEach((phase, runs) -> steadyStates.add(steadyState(phase, e.at(), runs)));
                checked.clear();
            }
        }
    }

    private static Journal.SteadyState steadyState(Phase phase, Instant at, List<ActivityRun> runs) {
        return new Journal.SteadyState(
                phase,
                at,
                runs.stream().allMatch(ActivityRun::fine),
                runs.stream()
                        .allMatch(run -> run.judgement().map(j -> j.enough()).orElse(true)),
                recorded(runs));
    }

    private static List<Journal.Ran> recorded(List<ActivityRun> runs) {
        return runs.stream().map(ActivityRun::recorded).toList();
    }

    private static Journal.Guarded seen(Journal.@Nullable Guarded before, Event.GuardRead e) {
        return before == null
                ? new Journal.Guarded(
                        e.guard(), 1, 0, Optional.empty(), e.judgement().words())
                : new Journal.Guarded(
                        e.guard(),
                        before.readings() + 1,
                        before.breaches(),
                        before.tripped(),
                        e.judgement().words());
    }

    private void appeared(Event.TargetAppeared e) {
        radii.put(e.radius().activity(), e.radius());
        var alone = leftAlone.computeIfAbsent(e.radius().activity(), _ -> new LinkedHashMap<>());
        alone.remove(e.target());
        e.leftAlone()
                .ifPresent(
                        why -> alone.put(e.target(), new Plan.Spared(e.target().toString(), why)));
    }

    /** With what has joined since the plan was made, and what was left alone. */
    private Plan.BlastRadius asAtLast(Plan.BlastRadius planned) {
        Plan.BlastRadius last = radii.getOrDefault(planned.activity(), planned);
        var alone = leftAlone.getOrDefault(planned.activity(), Map.of()).values();
        return new Plan.BlastRadius(
                last.activity(),
                last.kind(),
                last.chosen(),
                last.found(),
                last.services(),
                Stream.concat(last.spared().stream(), alone.stream()).toList());
    }

    private InjectedFold of(Injection injection) {
        return injections.computeIfAbsent(injection.id(), _ -> new InjectedFold(injection));
    }

    /** Those in the background end when they like. */
    private static List<Journal.Ran> inOrderOfStart(List<Journal.Ran> runs) {
        return runs.stream()
                .sorted((one, other) -> one.start().compareTo(other.start()))
                .toList();
    }

    synchronized ToolkitStatus toolkit() {
        return toolkit;
    }

    /** What can be concluded from the events so far. */
    public synchronized Verdict verdict() {
        return conclusions.verdict();
    }

    /** What that says of this run. */
    synchronized String meaning() {
        return verdict().meaning(read, firstFault().isPresent());
    }

    synchronized List<Journal.Injected> injected() {
        return injections.values().stream().map(InjectedFold::injected).toList();
    }

    /** The same of faults alone. */
    synchronized List<Journal.Injected> faults() {
        return injections.values().stream()
                .filter(i -> isFault(i.injection))
                .map(InjectedFold::injected)
                .toList();
    }

    /** When the first fault was on. */
    synchronized Optional<Instant> firstFault() {
        return injections.values().stream()
                .filter(i -> isFault(i.injection))
                .flatMap(i -> i.injected.stream())
                .min(Instant::compareTo);
    }

    /** Rather than what a call needs for its own work. */
    private boolean isFault(Injection injection) {
        return started.filter(e -> e.plan().isMade(injection)).isEmpty();
    }

    /** Why the run has tested nothing although it came to its end: all faults that were planned were left out. */
    synchronized Optional<String> untested() {
        String leftOut = skipped.stream()
                .filter(activity -> started.stream()
                        .flatMap(e -> e.plan().injectionsOf(activity).stream())
                        .anyMatch(this::isFault))
                .map(activity -> "'" + activity.name() + "'")
                .distinct()
                .collect(Collectors.joining(" and "));
        return leftOut.isEmpty() || firstFault().isPresent()
                ? Optional.empty()
                : Optional.of("no fault was injected, as the condition of " + leftOut + " did not hold");
    }

    /** The journal of a run that has ended. */
    public synchronized Journal journal() {
        Event.RunStarted start = started.orElseThrow(() -> new IllegalStateException("the run has not started"));
        Plan plan = start.plan();
        var injected = injected();
        return new Journal(
                start.version(),
                start.runId(),
                start.environment(),
                start.labels(),
                start.experiment().source(),
                start.experiment().title(),
                start.experiment().description(),
                start.experiment().hypothesis().map(Hypothesis::title),
                plan.seed(),
                start.at(),
                ended.orElse(start.at()),
                start.experiment().rules(),
                conclusions.verdict(),
                toolkit.of(conclusions.verdict()),
                conclusions.reasons(),
                List.copyOf(steadyStates),
                inOrderOfStart(run),
                inOrderOfStart(rollbacks),
                injected,
                plan.radii().stream().map(this::asAtLast).toList(),
                Map.copyOf(load),
                List.copyOf(guards.values()),
                List.copyOf(recoveries),
                conclusions.findings(injected),
                proof,
                interruptedBy);
    }
}
