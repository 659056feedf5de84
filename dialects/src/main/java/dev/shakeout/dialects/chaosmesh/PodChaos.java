package dev.shakeout.dialects.chaosmesh;

import dev.shakeout.dialects.foreign.Draft;
import dev.shakeout.dialects.foreign.Fidelity;
import dev.shakeout.dialects.foreign.Field;
import dev.shakeout.dialects.foreign.Form;
import dev.shakeout.dialects.foreign.GoDuration;
import dev.shakeout.dialects.foreign.Origin;
import dev.shakeout.dialects.foreign.Sheet;
import dev.shakeout.dialects.foreign.Sketch;
import dev.shakeout.model.Json;
import dev.shakeout.model.Type;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Pods that are killed, that fail, or whose containers are killed. */
final class PodChaos implements Kind {
    private static final Type<String> ACTIONS = Type.choice("pod-kill", "pod-failure", "container-kill");
    private static final Type<Integer> GRACE = Type.integer(0, 3600);

    private static final Fidelity MAPPED = new Fidelity.Approximated(
            "by a target map: process/kill or container/kill, process/stop or container/stop; what supervises a process"
                    + " starts it again");
    private static final Field ACTION = Field.kept(
                    "spec.action",
                    "the fault: pod/delete for pod-kill, pod/fail for pod-failure, process/kill for container-kill")
            .or(MAPPED);
    private static final Fidelity NO_GRACE =
            new Fidelity.Kept("nothing: this action has no grace, in Chaos Mesh neither");
    private static final Field GRACE_PERIOD = Field.kept(
                    "spec.gracePeriod",
                    "grace of pod/delete, which is 0s if not given; on what stands for a pod SIGKILL for 0")
            .or(new Fidelity.Approximated("SIGTERM; no SIGKILL follows when the time is over"))
            .or(NO_GRACE);

    @Override
    public String name() {
        return "PodChaos";
    }

    @Override
    public String introduction() {
        return "`pod-kill` is `pod/delete`, `pod-failure` is `pod/fail` (both tools put a pause image in place of the pod's"
                + " own), `container-kill` is `process/kill` of the container's first process.";
    }

    @Override
    public List<Field> fields() {
        var fields = new ArrayList<>(List.of(ACTION));
        fields.addAll(Selection.fields());
        fields.add(Containers.NAMES);
        fields.add(GRACE_PERIOD);
        return fields;
    }

    @Override
    public List<Origin> origins() {
        return List.of(
                Origin.of("pod/delete")
                        .momentary()
                        .set(ACTION, Json.of("pod-kill"))
                        .put("grace", GRACE_PERIOD, Form.WHOLE_SECONDS)
                        .by(OWN_GRACE, PodChaos::ownGrace),
                Origin.of("pod/fail")
                        .set(ACTION, Json.of("pod-failure"))
                        .leave(
                                "image",
                                new Fidelity.Approximated("nothing: the image of its pause is Chaos Mesh's choice")),
                Containers.kill("process/kill")
                        .momentary()
                        .set(ACTION, Json.of("container-kill"))
                        .only("tree", Json.of(false), "the first process of the container is ended, and no other"),
                Containers.kill("pod/kill-container").momentary().set(ACTION, Json.of("container-kill")));
    }

    private static final Field OWN_GRACE = Field.approximated(
            Origin.path("grace"), "it is not given, which means what the pod says: gracePeriod is 30, which is usual");

    private static void ownGrace(Sheet arguments, Field ours, Sketch spec) {
        if (arguments.look(ours).isEmpty()) {
            arguments.note(ours, ours.ways().getFirst());
            spec.put(GRACE_PERIOD, 30);
        }
    }

    @Override
    public List<Hit> read(Sheet spec, Context context) {
        var selection = Selection.read(spec, context);
        var action = spec.demand(ACTION, "; it must be " + ACTIONS.allowed())
                ? spec.look(ACTION, ACTIONS).orElse("")
                : "";
        spec.record(ACTION, ACTION.ways().get(selection.onPods() ? 0 : 1));
        return switch (action) {
            case "pod-kill" -> {
                Containers.none(spec);
                yield selection.hits(List.of(kill(spec, selection)), Ends.atOnce(spec));
            }
            case "pod-failure" -> {
                Containers.none(spec);
                spec.record(GRACE_PERIOD, NO_GRACE);
                yield selection.hits(List.of(kind -> failure(kind, spec)), Ends.read(spec, context));
            }
            case "container-kill" -> {
                spec.record(GRACE_PERIOD, NO_GRACE);
                yield Containers.in(
                        spec,
                        selection.hits(List.of(kind -> containerKill(kind, spec)), Ends.atOnce(spec)),
                        Containers.NAMES);
            }
            default -> {
                Containers.none(spec);
                spec.record(GRACE_PERIOD);
                spec.look(Ends.DURATION);
                yield List.of();
            }
        };
    }

    private static Selection.Effect kill(Sheet spec, Selection selection) {
        int grace = spec.take(
                        GRACE_PERIOD,
                        GRACE,
                        seconds -> GRACE_PERIOD.ways().get(selection.onPods() || seconds == 0 ? 0 : 1))
                .orElse(0);
        return kind -> switch (kind) {
            case "pod" ->
                Hit.Call.of(
                        "pod/delete",
                        Draft.at(spec.positionOf(GRACE_PERIOD))
                                .put("grace", GoDuration.ours(Duration.ofSeconds(grace))));
            case "container" -> Hit.Call.of("container/kill", signal(spec, grace));
            default -> Hit.Call.of("process/kill", signal(spec, grace));
        };
    }

    private static Draft signal(Sheet spec, int grace) {
        return Draft.at(spec.positionOf(GRACE_PERIOD)).put("signal", grace == 0 ? "KILL" : "TERM");
    }

    private static Hit.Call failure(String kind, Sheet spec) {
        return Hit.Call.of(
                switch (kind) {
                    case "pod" -> "pod/fail";
                    case "container" -> "container/stop";
                    default -> "process/stop";
                },
                Draft.at(spec.positionOf(ACTION)));
    }

    private static Hit.Call containerKill(String kind, Sheet spec) {
        return Hit.Call.of(
                kind.equals("container") ? "container/kill" : "process/kill", Draft.at(spec.positionOf(ACTION)));
    }
}
