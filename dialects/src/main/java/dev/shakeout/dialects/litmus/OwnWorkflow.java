package dev.shakeout.dialects.litmus;

import dev.shakeout.dialects.foreign.Names;
import dev.shakeout.dialects.settings.Yaml11;
import dev.shakeout.model.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Engines that are made by the steps of a workflow of Argo, each at its time: the opposite of {@link Workflow}. */
final class OwnWorkflow {
    private final Json.Obj metadata;
    private final Names names = new Names();
    private final List<Json> templates = new ArrayList<>();

    OwnWorkflow(Json.Obj metadata) {
        this.metadata = metadata;
    }

    Json.Obj of(List<OwnStage> stages) {
        String entry = names.of("drill");
        var steps = new ArrayList<Json>();
        Duration reached = Duration.ZERO;
        for (int i = 0; i < stages.size(); ) {
            Duration begin = stages.get(i).start();
            Duration over = stages.get(i).end();
            var together = new ArrayList<>(List.of(stages.get(i++)));
            while (i < stages.size() && stages.get(i).start().compareTo(over) < 0) {
                over = stages.get(i).end().compareTo(over) > 0 ? stages.get(i).end() : over;
                together.add(stages.get(i++));
            }
            pause(steps, begin.minus(reached));
            steps.add(
                    Json.of(together.stream().map(stage -> branch(stage, begin)).toList()));
            reached = over;
        }
        templates.addFirst(Json.object("name", entry, "steps", Json.of(steps)));
        return Json.object(
                "apiVersion",
                Workflow.VERSION,
                "kind",
                "Workflow",
                "metadata",
                metadata,
                "spec",
                Json.object("entrypoint", entry, "serviceAccountName", "argo-chaos", "templates", Json.of(templates)));
    }

    private Json branch(OwnStage stage, Duration begin) {
        String engine = engine(stage);
        Duration wait = stage.start().minus(begin);
        if (wait.isZero()) {
            return step(engine);
        }
        var steps = new ArrayList<Json>();
        pause(steps, wait);
        steps.add(Json.of(List.of(step(engine))));
        String later = names.of("later");
        templates.add(Json.object("name", later, "steps", Json.of(steps)));
        return step(later);
    }

    private static Json step(String template) {
        return Json.object("name", template, "template", template);
    }

    private void pause(List<Json> steps, Duration time) {
        if (time.isPositive()) {
            String name = names.of("pause");
            templates.add(Json.object(
                    "name",
                    name,
                    "suspend",
                    Json.object("duration", String.valueOf(time.plusMillis(999).toSeconds()))));
            steps.add(Json.of(List.of(step(name))));
        }
    }

    private String engine(OwnStage stage) {
        String name = names.of(stage.act().name());
        String file = "/tmp/chaosengine-" + name + ".yaml";
        Json.Obj engine = LitmusWriter.engine(Json.object("name", name), List.of(stage));
        templates.add(Json.object(
                "name", name,
                "inputs",
                        Json.object(
                                "artifacts",
                                Json.of(List.of(Json.object(
                                        "name", name,
                                        "path", file,
                                        "raw", Json.object("data", Yaml11.writeInOrder(engine)))))),
                "container",
                        Json.object(
                                "image",
                                "docker.io/litmuschaos/litmus-checker:latest",
                                "args",
                                Json.of(List.of(Json.of("-file=" + file), Json.of("-saveName=/tmp/engine-name"))))));
        return name;
    }
}
