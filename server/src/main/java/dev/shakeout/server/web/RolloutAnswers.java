package dev.shakeout.server.web;

import static dev.shakeout.server.web.Field.optional;
import static dev.shakeout.server.web.Field.required;

import dev.shakeout.model.Json;
import dev.shakeout.server.rollout.Rollout;
import dev.shakeout.server.rollout.Stage;
import java.util.LinkedHashMap;

/** Rollouts, as they are answered. */
final class RolloutAnswers {
    static final Shape STAGE = Shape.of(
            "RolloutStage",
            required("number", Kind.COUNT, "1 for the first."),
            required("environment", Kind.NAME, "Where."),
            optional("at-most", Kind.AT_MOST, "Of the targets of each selector; as the experiment says, without."),
            required("bake-seconds", Kind.SEQ, "How long nothing follows after its run has passed."),
            required("approval", Kind.FLAG, "Whether somebody else has to let it begin."),
            optional("approved-by", Kind.TEXT, "Id of the user, or of the service token, that did."),
            optional("run", Kind.NAME, "Its run, once it was started."),
            optional("passed-at", Kind.MOMENT, "When that had ended well."));
    static final Shape ROLLOUT = Shape.of(
            "Rollout",
            required("id", Kind.NAME, "Its id."),
            required("experiment", Kind.NAME, "What is carried out."),
            required("version", Kind.COUNT, "Which version of it."),
            required("labels", Kind.OBJECT, "Of its runs."),
            required("state", Kind.ROLLOUT_STATE, "How far it is."),
            optional("reason", Kind.TEXT, "Why it was stopped."),
            required("stages", Kind.listOf(STAGE), "In their order."),
            required("author", Kind.TEXT, "Id of the user, or of the service token, on whose account its runs are."),
            required("created-at", Kind.MOMENT, "When it was begun."),
            optional("ended-at", Kind.MOMENT, "When it passed or was stopped."));

    private RolloutAnswers() {}

    static Json.Obj of(Rollout rollout) {
        var members = new LinkedHashMap<>(Json.object(
                        "id", rollout.id(),
                        "experiment", rollout.experiment(),
                        "version", rollout.version(),
                        "labels", Answers.texts(rollout.labels()),
                        "state", rollout.state().word())
                .members());
        if (!rollout.reason().isEmpty()) {
            members.put("reason", Json.of(rollout.reason()));
        }
        members.put(
                "stages",
                Json.of(rollout.stages().stream().map(RolloutAnswers::of).toList()));
        members.put("author", Json.of(rollout.author()));
        members.put("created-at", Json.of(rollout.createdAt().toString()));
        rollout.endedAt().ifPresent(at -> members.put("ended-at", Json.of(at.toString())));
        return new Json.Obj(members);
    }

    private static Json.Obj of(Stage stage) {
        var members = new LinkedHashMap<>(Json.object("number", stage.number(), "environment", stage.environment())
                .members());
        stage.most().ifPresent(most -> members.put("at-most", Json.of(most.toString())));
        members.put("bake-seconds", Json.of(stage.bake().toSeconds()));
        members.put("approval", Json.of(stage.approval()));
        stage.approvedBy().ifPresent(by -> members.put("approved-by", Json.of(by)));
        stage.run().ifPresent(run -> members.put("run", Json.of(run)));
        stage.passedAt().ifPresent(at -> members.put("passed-at", Json.of(at.toString())));
        return new Json.Obj(members);
    }
}
