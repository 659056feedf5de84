package dev.shakeout.server.web;

import static dev.shakeout.server.web.Field.optional;
import static dev.shakeout.server.web.Field.required;

import dev.shakeout.model.AtMost;
import dev.shakeout.model.Json;
import dev.shakeout.model.Span;
import dev.shakeout.server.rollout.Rollout;
import dev.shakeout.server.rollout.Stage;
import dev.shakeout.server.store.ExperimentVersion;
import dev.shakeout.server.store.Experiments;
import dev.shakeout.server.store.Work;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A rollout as it is ordered. */
final class RolloutBody {
    static final Shape STAGE = Shape.of(
            "StageToRun",
            required("environment", Kind.NAME, "Where; its policy holds."),
            optional(
                    "at-most",
                    Kind.AT_MOST,
                    "How many of the targets that each selector finds may be hit; as the experiment says, without."),
            optional("bake", Kind.SPAN, "How long nothing follows after its run has passed; 0s without."),
            optional("approval", Kind.FLAG, "Whether an approver has to let it begin; false without."));
    static final Shape NEW = Shape.of(
            "RolloutToStart",
            required("experiment", Kind.NAME, "What is carried out in each stage."),
            optional("version", Kind.COUNT, "Which version of it; the one that is newest now, without."),
            optional("labels", Kind.LABELS, "Of its runs, which also have 'rollout' with its id."),
            required("stages", Kind.manyOf(STAGE), "In their order; at most 50."));
    static final Shape APPROVAL =
            Shape.of("RolloutApproval", required("stage", Kind.COUNT, "The number of the stage."));

    private static final int MOST_STAGES = 50;
    private static final Duration LONGEST_BAKE = Duration.ofDays(90);

    private RolloutBody() {}

    /** The environments that it names, for whoever asks whether a token holds in them. */
    static List<String> environments(Json.Obj body) {
        return stages(body).stream()
                .map(stage -> stage.get("environment").orElse(Json.Null.NULL))
                .filter(Json.Str.class::isInstance)
                .map(Json::text)
                .toList();
    }

    private static List<Json.Obj> stages(Json.Obj body) {
        return body.get("stages").orElse(Json.Null.NULL) instanceof Json.Arr(var items)
                ? items.stream()
                        .filter(Json.Obj.class::isInstance)
                        .map(Json.Obj.class::cast)
                        .toList()
                : List.of();
    }

    /** @throws Refusal something in it is no such thing, or not there */
    static Rollout read(Call call, String id, Optional<String> key, Work work) {
        String name = call.text("experiment").orElse("");
        Optional<Long> version = call.text("version").map(text -> Call.number("version", text));
        ExperimentVersion experiment = work.experiments()
                .find(name, version)
                .orElseThrow(() -> Refusal.notFound(Experiments.missing(name, version)));
        return new Rollout(
                id,
                name,
                experiment.version(),
                labels(call),
                Rollout.State.RUNNING,
                "",
                read(stages(call.body()), work),
                call.caller().id(),
                key,
                call.now(),
                Optional.empty());
    }

    private static Map<String, String> labels(Call call) {
        Map<String, String> labels = call.texts("labels");
        if (labels.containsKey(Rollout.LABEL)) {
            throw Refusal.badRequest("its runs get the label '" + Rollout.LABEL + "' from its id; leave it out");
        }
        return labels;
    }

    private static List<Stage> read(List<Json.Obj> stages, Work work) {
        if (stages.size() > MOST_STAGES) {
            throw Refusal.badRequest("a rollout has at most " + MOST_STAGES + " stages, not " + stages.size());
        }
        var read = new ArrayList<Stage>();
        for (Json.Obj stage : stages) {
            STAGE.check(stage);
            String environment = Call.text(stage, "environment").orElse("");
            if (work.environments().find(environment).isEmpty()) {
                throw EnvironmentEndpoints.missing(environment);
            }
            Duration bake = Call.text(stage, "bake").map(Span::parse).orElse(Duration.ZERO);
            if (bake.compareTo(LONGEST_BAKE) > 0) {
                throw Refusal.badRequest("'bake' must be at most 90 days");
            }
            read.add(Stage.ordered(
                    read.size() + 1,
                    environment,
                    Call.text(stage, "at-most").map(AtMost::parse),
                    bake,
                    Call.text(stage, "approval").map(Boolean::parseBoolean).orElse(false)));
        }
        return read;
    }
}
