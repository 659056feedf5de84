package dev.shakeout.dialects.litmus;

import dev.shakeout.dialects.Tree;
import dev.shakeout.dialects.foreign.Draft;
import dev.shakeout.dialects.foreign.GoDuration;
import dev.shakeout.dialects.foreign.Names;
import dev.shakeout.dialects.foreign.Timeline;
import dev.shakeout.model.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Turns faults and their probes into an experiment. What belongs to which fault is kept in an extension of the name litmus, from
 * which results are told in Litmus's words.
 */
final class Script {
    private final Head head;
    private final List<Stage> stages;
    private final Placement placement;
    private final Timeline timeline = new Timeline();
    private final List<Tree> hypothesis = new ArrayList<>();
    private final List<Tree> guards = new ArrayList<>();
    private final List<Json> faults = new ArrayList<>();
    private final Map<String, Integer> names = new HashMap<>();
    private final Names pods = new Names();

    private Script(Head head, List<Stage> stages) {
        this.head = head;
        this.stages = stages;
        this.placement = new Placement(stages);
    }

    static Tree.Obj of(Head head, List<Stage> stages) {
        var script =
                new Script(head, stages.size() == 1 ? List.of(stages.getFirst().asTheOnlyOne()) : stages);
        script.placement.record();
        return script.experiment();
    }

    private Tree.Obj experiment() {
        stages.forEach(this::stage);
        if (placement.toTheEnd()) {
            timeline.until(placement.end());
        }
        Draft experiment = Draft.at(head.position())
                .put("title", Draft.literal(head.name()))
                .put(
                        "description",
                        head.kind() + " of Litmus"
                                + (head.namespace().isEmpty()
                                        ? ""
                                        : " in the namespace " + Draft.literal(head.namespace()))
                                + ".");
        if (!head.tags().isEmpty()) {
            experiment.put(
                    "tags",
                    Json.of(head.tags().stream()
                            .map(tag -> Json.of(Draft.literal(tag)))
                            .toList()));
        }
        if (!hypothesis.isEmpty()) {
            experiment.put("steady-state-hypothesis", stated());
        }
        experiment.put("method", timeline.method(head.position()));
        if (!guards.isEmpty()) {
            experiment.put(
                    "safety",
                    Draft.at(head.position())
                            .put("halt-when", Draft.list(head.position(), guards))
                            .tree());
        }
        return experiment
                .put("extensions", Json.of(List.of(Json.object("name", Extension.NAME, "faults", Json.of(faults)))))
                .tree();
    }

    private Tree stated() {
        return Draft.at(head.position())
                .put("title", "The probes of " + Draft.literal(head.name()) + " are met")
                .put("probes", Draft.list(head.position(), hypothesis))
                .tree();
    }

    private void stage(Stage stage) {
        var probes = new ArrayList<Json>();
        var actions = new ArrayList<Json>();
        for (Check read : stage.checks()) {
            var reads = new ArrayList<Json>();
            Check check = read.changes().pod().map(pod -> in(pod, stage, read)).orElse(read);
            switch (placement.of(stage, check)) {
                case GATE -> gate(check, reads);
                case WATCH -> watch(stage, check, reads);
                case GUARD, GUARD_OF_SEVERAL -> guard(stage, check, reads);
                case METHOD -> around(stage, check, reads);
            }
            probes.add(Extension.probe(check, reads));
        }
        for (Hit hit : stage.hits()) {
            String name = named(stage.fault() + ": " + hit.call().fault());
            actions.add(Json.of(name));
            timeline.add(hit.at(stage.begins(), name));
        }
        faults.add(Extension.fault(stage, actions, probes));
    }

    private void gate(Check check, List<Json> reads) {
        String name = named(check.name());
        Draft probe = probe(check, name);
        Duration delay = check.properties().delay();
        if (!delay.isZero()) {
            probe.put("pauses", Json.object("before", GoDuration.ours(delay)));
        }
        List<String> phases = check.mode().after() ? List.of("before", "after") : List.of("before");
        hypothesis.add(probe.put("phases", Json.of(phases.stream().map(Json::of).toList()))
                .tree());
        phases.forEach(phase -> reads.add(Extension.read(phase, name)));
    }

    private void watch(Stage stage, Check check, List<Json> reads) {
        String name = named(check.name());
        Placement.Window window = placement.window(stage, check);
        Draft during = Draft.at(check.provider().position());
        if (!window.delay().isZero()) {
            during.put("delay", GoDuration.ours(window.delay()));
        }
        during.put("interval", GoDuration.ours(check.properties().pace()));
        window.span().ifPresent(span -> during.put("for", GoDuration.ours(span)));
        hypothesis.add(probe(check, name)
                .put("phases", Json.of(List.of(Json.of("during"))))
                .put("during", during.tree())
                .tree());
        reads.add(Extension.read("during", name));
    }

    /** It is there from the beginning of its fault to the end of the method. */
    private Check in(Changes.Pod pod, Stage stage, Check check) {
        String name = pods.of("probe " + check.name());
        Json.Obj metadata = (Json.Obj) pod.manifest().get("metadata").orElse(Json.Obj.EMPTY);
        Json.Obj manifest = pod.manifest().with("metadata", metadata.with("name", Json.of(name)));
        timeline.add(Timeline.Entry.fault(
                named("pod of " + check.name()),
                Changes.Fault.CREATE,
                Draft.at(pod.position())
                        .put("kind", "namespace")
                        .put("name", pod.namespace())
                        .tree(),
                Draft.at(pod.position()).put("manifest", manifest).tree(),
                stage.start(),
                Optional.empty()));
        return check.by(Draft.at(pod.position())
                .all(check.provider())
                .put("pod", name)
                .put("namespace", Draft.literal(pod.namespace()))
                .tree());
    }

    private void around(Stage stage, Check check, List<Json> reads) {
        if (check.mode().before()) {
            place(check, check.name() + ", before " + stage.fault(), stage.start(), reads);
        }
        if (check.mode().after()) {
            place(check, check.name() + ", after " + stage.fault(), stage.end(), reads);
        }
    }

    private void place(Check check, String wanted, Duration when, List<Json> reads) {
        if (check.changes().faults().isEmpty()) {
            reads.add(read(check, wanted, when));
        } else {
            change(check, wanted, when, reads);
        }
    }

    private void change(Check check, String wanted, Duration when, List<Json> reads) {
        for (Changes.Fault fault : check.changes().faults()) {
            String name = named(wanted);
            timeline.add(Timeline.Entry.fault(
                    name,
                    fault.name(),
                    fault.target(),
                    fault.arguments(),
                    when.plus(check.properties().delay()),
                    Optional.empty()));
            reads.add(Extension.read("method", name));
        }
    }

    private Json read(Check check, String wanted, Duration when) {
        String name = named(wanted);
        timeline.add(new Timeline.Entry(
                name,
                "probe",
                check.provider().position(),
                check.provider(),
                when.plus(check.properties().delay()),
                Duration.ZERO,
                judged(Draft.at(check.tolerance().position()), check).tree()));
        return Extension.read("method", name);
    }

    private void guard(Stage stage, Check check, List<Json> reads) {
        String name = named(check.name());
        Placement.Window window = placement.window(stage, check);
        Draft guard = Draft.at(check.provider().position())
                .put("name", Draft.literal(name))
                .put(
                        "probe",
                        Draft.at(check.provider().position())
                                .put("provider", check.provider())
                                .tree())
                .put("tolerance", check.tolerance())
                .put("interval", GoDuration.ours(check.properties().guardsPace()))
                .put("failures", Json.of((long) check.properties().attempts()));
        if (!window.delay().isZero()) {
            guard.put("delay", GoDuration.ours(window.delay()));
        }
        window.span().ifPresent(span -> guard.put("for", GoDuration.ours(span)));
        Duration limit = check.properties().timeout();
        if (check.changes().pod().isPresent()) { // which its first reading waits for
            guard.put("timeout", GoDuration.ours(limit.plus(CmdInputs.START)));
        } else if (!limit.isZero()) {
            guard.put("timeout", GoDuration.ours(limit));
        }
        guards.add(guard.tree());
        reads.add(Extension.read("guard", name));
    }

    private static Draft probe(Check check, String name) {
        return judged(
                Draft.at(check.provider().position())
                        .put("type", "probe")
                        .put("name", name)
                        .put("provider", check.provider()),
                check);
    }

    private static Draft judged(Draft probe, Check check) {
        probe.put("tolerance", check.tolerance());
        RunProperties properties = check.properties();
        if (properties.attempts() > 1) {
            probe.put(
                    "retry",
                    Draft.at(check.tolerance().position())
                            .put("attempts", Json.of((long) properties.attempts()))
                            .put("interval", GoDuration.ours(properties.interval()))
                            .tree());
        }
        return probe;
    }

    private String named(String wanted) {
        int count = names.merge(wanted, 1, Integer::sum);
        return count == 1 ? wanted : named(wanted + " (" + count + ")");
    }
}
