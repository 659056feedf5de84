package dev.shakeout.dialects.chaosmesh;

import dev.shakeout.dialects.Tree;
import dev.shakeout.dialects.foreign.Draft;
import dev.shakeout.dialects.foreign.Field;
import dev.shakeout.dialects.foreign.GoDuration;
import dev.shakeout.dialects.foreign.Sheet;
import dev.shakeout.dialects.foreign.Timeline;
import dev.shakeout.model.BadValue;
import dev.shakeout.model.Type;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A container that runs to its end, and the templates that follow from how it ended (pkg/workflow/task). */
final class Task {
    private static final String PATH = "spec.templates[].";
    static final Field CONTAINER = Field.kept(PATH + "task.container", "container of the action pod-run");
    static final Field VOLUMES = Field.kept(PATH + "task.volumes", "volumes of its spec");
    static final Field BRANCHES = Field.kept(PATH + "conditionalBranches[]", "activities with a condition");
    private static final Field TARGET =
            Field.kept(PATH + "conditionalBranches[].target", "the activities that are carried out if it holds");
    private static final Field EXPRESSION = Field.kept(
            PATH + "conditionalBranches[].expression",
            "if: the same question about exitCode and stdout, in the Common Expression Language");

    private Task() {}

    static List<Field> fields() {
        return List.of(CONTAINER, VOLUMES, TARGET, EXPRESSION);
    }

    /** @param lasts how long it may take at most, if that is said */
    static Timeline.Entry entry(
            Sheet task, Template template, String namespace, Duration start, Optional<Duration> lasts) {
        Draft provider = Draft.at(task.position()).put("type", "pod-run");
        task.require(CONTAINER, Type.object());
        task.look(CONTAINER).ifPresent(container -> provider.put("container", Draft.literal(container)));
        task.take(VOLUMES)
                .ifPresent(volumes -> provider.put(
                        "spec",
                        Draft.at(volumes.position())
                                .put("volumes", Draft.literal(volumes))
                                .tree()));
        if (!namespace.isEmpty()) {
            provider.put("namespace", Draft.literal(namespace));
        }
        lasts.ifPresent(limit -> provider.put("timeout", GoDuration.ours(limit)));
        return new Timeline.Entry(
                template.label(),
                "action",
                task.position(),
                provider.tree(),
                start,
                Duration.ZERO,
                Draft.at(task.position()).tree());
    }

    /**
     * One way that the workflow may take.
     *
     * @param condition as our format has it
     */
    record Branch(String target, Sheet sheet, String condition) {
        void wrongTarget(String message) {
            sheet.wrong(TARGET, message);
        }
    }

    /** @param name of the activity that the expressions ask about */
    static List<Branch> branches(Sheet template, String name) {
        var branches = new ArrayList<Branch>();
        for (Tree item : template.items(BRANCHES)) {
            if (!(item instanceof Tree.Obj object)) {
                template.problems().at(item.position(), "a branch must be an object");
                continue;
            }
            Sheet branch = template.recorder()
                    .sheet(object, "a branch of " + template.recorder().object());
            Optional<String> target = branch.require(TARGET, Type.text());
            Optional<String> condition =
                    branch.require(EXPRESSION, Type.text()).flatMap(expression -> condition(expression, name, branch));
            if (target.isPresent() && condition.isPresent()) {
                branches.add(new Branch(target.get(), branch, condition.get()));
            }
        }
        return branches;
    }

    private static Optional<String> condition(String expression, String name, Sheet branch) {
        try {
            return Optional.of(BranchExpression.translated(expression, name));
        } catch (BadValue e) {
            branch.wrong(EXPRESSION, "expression: " + e.getMessage());
            return Optional.empty();
        }
    }
}
