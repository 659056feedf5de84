package dev.shakeout.model;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Something that happened in a run. Everything a person sees live, and the journal, is made from these alone. */
public sealed interface Event {
    Instant at();

    /**
     * @param environment what the run ran on: os, kernel, java, user, …
     * @param labels what whoever started it said of it: version, environment, …
     */
    record RunStarted(
            Instant at,
            String runId,
            Experiment experiment,
            Plan plan,
            Map<String, String> environment,
            Map<String, String> labels,
            String version)
            implements Event {}

    record PhaseStarted(Instant at, Phase phase) implements Event {}

    record ProbeChecked(Instant at, Phase phase, ActivityRun run) implements Event {}

    record SteadyStateJudged(Instant at, Phase phase, boolean met, boolean enough) implements Event {}

    record ActivityStarted(Instant at, Activity activity) implements Event {}

    record ActivityEnded(Instant at, ActivityRun run) implements Event {}

    /** Its condition did not hold, so it was not carried out and did not start. */
    record ActivitySkipped(Instant at, ActivityRun run) implements Event {}

    record RollbackEnded(Instant at, ActivityRun run) implements Event {}

    /**
     * A target is there that was not when the plan was made.
     *
     * @param leftAlone why it does not join the fault; empty when it does
     * @param radius what the activity now touches of all that its selector now sees
     */
    record TargetAppeared(Instant at, Target target, Optional<String> leftAlone, Plan.BlastRadius radius)
            implements Event {}

    /** Before its first step is taken. */
    record Injecting(Instant at, Injection injection, Reading before) implements Event {}

    /**
     * All steps are taken.
     *
     * @param until when it will be taken back, if that is known
     */
    record Injected(Instant at, Injection injection, Optional<Instant> until) implements Event {}

    /**
     * @param bites false: no effect could be measured in the time allowed for it
     */
    record EffectMeasured(Instant at, Injection injection, Reading reading, boolean bites) implements Event {}

    /** What somebody else who carries the fault out tells of it has changed: it has come to another stage. */
    record StageReached(Instant at, Injection injection, Reading reading) implements Event {}

    /**
     * Every inverse has run.
     *
     * @param gone false: the effect is still there, which makes the run unsafe; empty: the fault was over at once, as a kill
     *     is, and left nothing to take back
     */
    record TakenBack(Instant at, Injection injection, Reading after, Optional<Boolean> gone, Duration took)
            implements Event {}

    /**
     * An inverse did not succeed.
     *
     * @param commands what a person must run
     */
    record NotTakenBack(Instant at, Injection injection, List<String> commands, String why) implements Event {}

    /** A continuous probe's last second, for live numbers and charts. */
    record LoadMeasured(Instant at, String probe, LoadWindow window) implements Event {}

    /** Every look that a guard takes at its probes, whatever it sees. */
    record GuardRead(Instant at, String guard, Judgement judgement) implements Event {}

    record GuardBreached(Instant at, String guard, int inARow, int limit, String words) implements Event {}

    record GuardTripped(Instant at, String guard, String words) implements Event {}

    /** A recovery that was computed from the continuous samples once the run was over. */
    record RecoveryMeasured(Instant at, Recovery recovery) implements Event {}

    /** Everything is taken back, and the host was compared with what it was before the first injection. */
    record HostCompared(Instant at, Proof proof) implements Event {}

    record Interrupted(Instant at, String by) implements Event {}

    /** The run itself broke, or was refused. */
    record Concluded(Instant at, Verdict verdict, String reason) implements Event {}

    /** @param meaning what the verdict says of this very run */
    record RunEnded(Instant at, Verdict verdict, String meaning) implements Event {}
}
