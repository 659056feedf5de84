package dev.shakeout.engine;

import dev.shakeout.model.Activity;
import dev.shakeout.model.ActivityRun;
import dev.shakeout.model.Event;
import dev.shakeout.model.Injection;
import dev.shakeout.model.Inverse;
import dev.shakeout.model.Judgement;
import dev.shakeout.model.Mask;
import dev.shakeout.model.Plan;
import dev.shakeout.model.Proof;
import dev.shakeout.model.Reading;
import dev.shakeout.model.Step;
import dev.shakeout.model.Target;
import dev.shakeout.model.Verdict;
import java.util.List;

/**
 * Hides secrets in events, from which all is made that anybody sees of a run. Names, ids and kinds stay, as everything is
 * found by them; and so do the commands that put something right by hand, which name the ledger's own paths, and are
 * nothing without each of their letters.
 */
record Veil(Mask mask) {

    Event over(Event event) {
        if (mask.isEmpty()) {
            return event;
        }
        return switch (event) {
            case Event.RunStarted e ->
                new Event.RunStarted(
                        e.at(), e.runId(), e.experiment(), over(e.plan()), e.environment(), e.labels(), e.version());
            case Event.ProbeChecked e -> new Event.ProbeChecked(e.at(), e.phase(), over(e.run()));
            case Event.ActivityEnded e -> new Event.ActivityEnded(e.at(), over(e.run()));
            case Event.ActivitySkipped e -> new Event.ActivitySkipped(e.at(), over(e.run()));
            case Event.RollbackEnded e -> new Event.RollbackEnded(e.at(), over(e.run()));
            case Event.ActivityStarted e -> new Event.ActivityStarted(e.at(), over(e.activity()));
            case Event.TargetAppeared e ->
                new Event.TargetAppeared(e.at(), over(e.target()), e.leftAlone().map(mask::hide), over(e.radius()));
            case Event.Injecting e -> new Event.Injecting(e.at(), over(e.injection()), over(e.before()));
            case Event.Injected e -> new Event.Injected(e.at(), over(e.injection()), e.until());
            case Event.EffectMeasured e ->
                new Event.EffectMeasured(e.at(), over(e.injection()), over(e.reading()), e.bites());
            case Event.StageReached e -> new Event.StageReached(e.at(), over(e.injection()), over(e.reading()));
            case Event.TakenBack e ->
                new Event.TakenBack(e.at(), over(e.injection()), over(e.after()), e.gone(), e.took());
            case Event.NotTakenBack e ->
                new Event.NotTakenBack(e.at(), over(e.injection()), e.commands(), mask.hide(e.why()));
            case Event.GuardRead e -> new Event.GuardRead(e.at(), e.guard(), over(e.judgement()));
            case Event.GuardBreached e ->
                new Event.GuardBreached(e.at(), e.guard(), e.inARow(), e.limit(), mask.hide(e.words()));
            case Event.GuardTripped e -> new Event.GuardTripped(e.at(), e.guard(), mask.hide(e.words()));
            case Event.HostCompared e -> new Event.HostCompared(e.at(), over(e.proof()));
            case Event.Interrupted e -> new Event.Interrupted(e.at(), mask.hide(e.by()));
            case Event.Concluded e
            when e.verdict() == Verdict.UNSAFE -> e; // it names commands; who tells it has hidden the rest
            case Event.Concluded e -> new Event.Concluded(e.at(), e.verdict(), mask.hide(e.reason()));
            case Event.PhaseStarted _,
                    Event.SteadyStateJudged _,
                    Event.LoadMeasured _,
                    Event.RecoveryMeasured _,
                    Event.RunEnded _ -> event;
        };
    }

    private ActivityRun over(ActivityRun run) {
        return new ActivityRun(
                over(run.activity()),
                run.start(),
                run.duration(),
                run.status(),
                mask.hide(run.output()),
                run.error().map(mask::hide),
                run.judgement().map(this::over),
                run.trace().stream().map(mask::hide).toList());
    }

    private Activity over(Activity activity) {
        return activity.with(activity.written().withSource(mask.hide(activity.source())));
    }

    private Judgement over(Judgement judgement) {
        return new Judgement(judgement.met(), judgement.enough(), mask.hide(judgement.words()));
    }

    private Reading over(Reading reading) {
        return new Reading(reading.value(), reading.unit(), mask.hide(reading.words()));
    }

    private Plan over(Plan plan) {
        return new Plan(
                plan.experiment(),
                plan.seed(),
                plan.injections().stream().map(this::over).toList(),
                plan.radii().stream().map(this::over).toList(),
                plan.refusals().stream()
                        .map(refusal -> new Plan.Refusal(refusal.rule(), mask.hide(refusal.words())))
                        .toList());
    }

    private Plan.BlastRadius over(Plan.BlastRadius radius) {
        return new Plan.BlastRadius(
                radius.activity(),
                radius.kind(),
                radius.chosen(),
                radius.found(),
                radius.services().stream()
                        .map(service -> new Plan.Service(
                                service.kind(), mask.hide(service.name()), service.hit(), service.replicas()))
                        .toList(),
                radius.spared().stream()
                        .map(spared -> new Plan.Spared(mask.hide(spared.target()), mask.hide(spared.why())))
                        .toList());
    }

    private Injection over(Injection injection) {
        return new Injection(
                injection.id(),
                injection.activity(),
                injection.fault(),
                over(injection.target()),
                injection.rung(),
                injection.steps().stream().map(this::over).toList(),
                mask.hide(injection.effect()),
                injection.notes().stream().map(mask::hide).toList(),
                injection.duration());
    }

    private Target over(Target target) {
        return new Target(target.kind(), target.id(), mask.hide(target.name()), target.details());
    }

    private Step over(Step step) {
        List<String> argv = step.change().argv().stream().map(mask::hide).toList();
        return new Step(
                mask.hide(step.what()),
                switch (step.change()) {
                    case Step.Change.Command _ -> new Step.Change.Command(argv);
                    case Step.Change.Child child -> new Step.Change.Child(argv, child.idle());
                },
                step.undo()
                        .map(undo -> new Inverse(
                                undo.script(),
                                undo.arguments().stream().map(mask::hide).toList(),
                                undo.durable())));
    }

    /** The commands stay, as those of the ledger do. */
    private Proof over(Proof proof) {
        return new Proof(
                proof.facts(),
                proof.residue().stream()
                        .map(residue -> new Proof.Residue(mask.hide(residue.words()), residue.clear()))
                        .toList(),
                proof.meanwhile().stream().map(mask::hide).toList());
    }
}
