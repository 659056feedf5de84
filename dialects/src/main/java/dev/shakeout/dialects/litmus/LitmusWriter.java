package dev.shakeout.dialects.litmus;

import dev.shakeout.dialects.Filled;
import dev.shakeout.dialects.foreign.Act;
import dev.shakeout.dialects.foreign.Fidelity;
import dev.shakeout.dialects.foreign.Field;
import dev.shakeout.dialects.foreign.Foreign.Chapter;
import dev.shakeout.dialects.foreign.Origin;
import dev.shakeout.dialects.foreign.Ours;
import dev.shakeout.dialects.foreign.Sketch;
import dev.shakeout.dialects.foreign.Tries;
import dev.shakeout.dialects.foreign.Writer;
import dev.shakeout.dialects.foreign.Written;
import dev.shakeout.model.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Writes faults that follow each other on one target as a ChaosEngine, and all else as a workflow of Argo. */
final class LitmusWriter implements Writer {
    private static final Field FAULT = Field.kept("provider.fault", "spec.experiments[].name")
            .or(new Fidelity.NotSupported(
                    "Litmus has nothing like it on such a target; leave it out, or see shakeout dialects"
                            + " litmus for what it has"));
    private static final Field SECONDS =
            Field.notSupported("provider.duration", "Litmus counts whole seconds; round it");
    private static final Field NONE =
            Field.notSupported("method", "there is no fault in it, and Litmus has no run without one");
    private static final Field REST = Field.approximated(
            "pauses.after", "nothing: when the last fault is over, nothing is waited for but probes");

    /** A fault of Litmus's hub with one of ours that it is written from. */
    private record Match(HubFault fault, Origin origin) {}

    @Override
    public Written written(Filled experiment) {
        Ours ours = Ours.read(experiment, act -> match(act).map(Match::origin));
        var stages = new ArrayList<OwnStage>();
        for (Act act : ours.method().all()) {
            if (!act.isProbe()) {
                ours.recorder().of("action " + act.name());
                stage(act)
                        .filter(next -> stages.isEmpty() || !stages.getLast().repeats(next))
                        .ifPresent(stages::add);
            }
        }
        stages.stream()
                .filter(stage -> !stage.whole())
                .forEach(stage ->
                        stage.act().provider().note(SECONDS, SECONDS.ways().getFirst()));
        ours.recorder().of("the experiment");
        if (ours.method().all().stream().allMatch(Act::isProbe)) {
            ours.recorder().add(ours.position(), NONE, NONE.ways().getFirst());
        }
        stages.sort(Comparator.comparing(OwnStage::start));
        if (!stages.isEmpty()) {
            stages.getLast().until(ours.method().end());
        }
        OwnProbes.place(ours, experiment.document(), stages);
        Duration end = stages.stream()
                .map(OwnStage::end)
                .max(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
        if (ours.method().end().compareTo(end) > 0) {
            Act last = ours.method().all().getLast();
            ours.recorder().add(last.activity().position(), REST, REST.ways().getFirst());
        }
        List<Json.Obj> objects = stages.isEmpty() ? List.of() : List.of(object(stages, ours));
        ours.recorder().problems().throwIfAny();
        return new Written(objects, ours.recorder().finish());
    }

    private static Json.Obj object(List<OwnStage> stages, Ours ours) {
        return inTurn(stages) ? engine(ours.metadata(), stages) : new OwnWorkflow(ours.metadata()).of(stages);
    }

    /** Whether an engine would do them at their times. */
    private static boolean inTurn(List<OwnStage> stages) {
        Duration reached = Duration.ZERO;
        for (OwnStage stage : stages) {
            if (!stage.start().equals(reached)
                    || !stage.application().equals(stages.getFirst().application())) {
                return false;
            }
            reached = stage.end();
        }
        return true;
    }

    static Json.Obj engine(Json.Obj metadata, List<OwnStage> stages) {
        Json.Obj spec =
                Json.object("engineState", "active", "annotationCheck", "false", "chaosServiceAccount", "litmus-admin");
        for (var member : stages.getFirst().application().members().entrySet()) {
            spec = spec.with(member.getKey(), member.getValue());
        }
        return Json.object(
                "apiVersion",
                Litmus.VERSION,
                "kind",
                "ChaosEngine",
                "metadata",
                metadata,
                "spec",
                spec.with(
                        "experiments",
                        Json.of(stages.stream().map(OwnStage::experiment).toList())));
    }

    private static Optional<OwnStage> stage(Act act) {
        return act.matched(FAULT, LitmusWriter::match).map(match -> stage(act, match));
    }

    private static OwnStage stage(Act act, Match match) {
        var env = Sketch.of("");
        Json.Obj application = Ours.inner(act.provider(), Act.TARGET)
                .map(target -> OwnApplication.write(target, match.fault(), env))
                .orElse(Json.Obj.EMPTY);
        match.origin().write(act, env);
        return new OwnStage(match.fault(), match.origin().isMomentary(), application, env.json(), act);
    }

    private static Optional<Match> match(Act act) {
        String target = act.targetKind();
        return matches().stream()
                .filter(match -> match.origin().fits(act)
                        && List.of("pod", "node", "workload").contains(target))
                .findFirst();
    }

    private static List<Match> matches() {
        return Hub.ALL.stream()
                .flatMap(fault -> fault.origins().stream().map(origin -> new Match(fault, origin)))
                .toList();
    }

    @Override
    public List<Chapter> parity() {
        var every = new ArrayList<>(Ours.fields());
        every.addAll(List.of(FAULT, SECONDS, NONE, REST));
        every.addAll(OwnProbes.fields());
        var asked = new ArrayList<>(OwnProbe.fields());
        asked.addAll(OwnInputs.fields());
        asked.addAll(Tries.fields());
        var chapters = new ArrayList<>(List.of(
                new Chapter(
                        "Every experiment of ours",
                        "Faults on one target, each when the one before is over, become a `ChaosEngine`; all else becomes a"
                                + " `Workflow` of Argo, whose steps make one engine for each fault. The engine's account is"
                                + " `litmus-admin`: put yours there.",
                        every),
                new Chapter("Targets", "Pods, nodes and workloads.", OwnApplication.fields()),
                new Chapter("Probes and halt conditions", "Probes of the fault that they are read with.", asked)));
        for (Match match : matches()) {
            chapters.add(new Chapter(
                    match.origin().fault(),
                    "`" + match.fault().name() + "`.",
                    match.origin().fields()));
        }
        return chapters;
    }
}
