package dev.shakeout.dialects.chaosmesh;

import dev.shakeout.dialects.Tree;
import dev.shakeout.dialects.foreign.Act;
import dev.shakeout.dialects.foreign.Fidelity;
import dev.shakeout.dialects.foreign.Field;
import dev.shakeout.dialects.foreign.Names;
import dev.shakeout.dialects.foreign.Ours;
import dev.shakeout.dialects.foreign.Sheet;
import dev.shakeout.dialects.foreign.Sketch;
import dev.shakeout.dialects.foreign.Spans;
import dev.shakeout.model.Json;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What is no fault and yet has a template there: a container that runs to its end, and waiting. */
final class OwnTask {
    private static final Field TYPE = Field.kept(
            "provider.type", "spec.templates[].templateType: Task for pod-run, Suspend for the program sleep");
    private static final Field CONTAINER = Field.kept("provider.container", Task.CONTAINER.path());
    private static final Field SPEC = Field.kept("provider.spec", Task.VOLUMES.path())
            .or(new Fidelity.NotSupported(
                    "a Task has a container and volumes, and no more of a pod; leave the rest out"));
    private static final Field NAMESPACE = Field.kept("provider.namespace", "metadata.namespace")
            .or(new Fidelity.NotSupported(
                    "a Task runs in the namespace of its Workflow, which is then that of all targets that name none; give every"
                            + " pod-run the same, and every target its own"));
    private static final Field TIMEOUT = Field.kept("provider.timeout", "spec.templates[].deadline")
            .or(new Fidelity.Approximated(
                    "it is not given, which means 10 minutes: there it may take as long as it takes"));
    private static final Field PATH = Field.kept("provider.path", "nothing: a Suspend waits");
    private static final Field ARGUMENTS = Field.kept("provider.arguments", "spec.templates[].deadline");
    private static final Set<String> SUFFIXES = Set.of("s", "m", "h");

    private OwnTask() {}

    static List<Field> fields() {
        return List.of(TYPE, CONTAINER, SPEC, NAMESPACE, TIMEOUT, PATH, ARGUMENTS);
    }

    static boolean isTask(Act act) {
        return !act.isProbe() && act.provider().tree().type().equals("pod-run");
    }

    /** How long it waits, if that is all that it does. */
    static Optional<Duration> wait(Act act) {
        Tree.Obj provider = act.provider().tree();
        if (act.isProbe()
                || !provider.type().equals("process")
                || !Ours.text(provider, "path").equals("sleep")) {
            return Optional.empty();
        }
        return provider.get("arguments")
                .map(member -> member.value().json())
                .map(given -> given instanceof Json.Arr(var items) && items.size() == 1 ? items.getFirst() : given)
                .filter(given -> !(given instanceof Json.Arr) && given.text().matches("\\d{1,7}[smh]?"))
                .map(given -> Spans.TYPE.parse(Json.of(suffixed(given.text()))));
    }

    private static String suffixed(String time) {
        return SUFFIXES.contains(time.substring(time.length() - 1)) ? time : time + "s";
    }

    static Piece waiting(Act act, Names names, Duration start, Duration lasts) {
        List.of(TYPE, PATH, ARGUMENTS).forEach(act.provider()::record);
        act.provider().record(TIMEOUT);
        return new Piece(names.of(act.name()), "Suspend", Json.Obj.EMPTY, start, lasts, Json.Obj.EMPTY);
    }

    /** @param namespace that the workflow has; "" where it has none */
    static Piece task(Act act, Names names, Duration start, String namespace) {
        Sheet provider = act.provider();
        List.of(TYPE, CONTAINER).forEach(provider::record);
        boolean here = Ours.text(provider.tree(), "namespace").equals(namespace);
        provider.record(NAMESPACE, NAMESPACE.ways().get(here ? 0 : 1));
        Optional<Duration> limit = provider.look(TIMEOUT, Spans.TYPE);
        provider.record(TIMEOUT);
        if (limit.isEmpty()) {
            provider.note(TIMEOUT, TIMEOUT.ways().get(1));
        }
        var task = Sketch.of("spec.templates[].task.");
        provider.look(CONTAINER).ifPresent(container -> task.put(Task.CONTAINER, container.json()));
        volumes(provider).ifPresent(volumes -> task.put(Task.VOLUMES, volumes));
        return new Piece(names.of(act.name()), "Task", task.json(), start, limit.orElse(Duration.ZERO), Json.Obj.EMPTY);
    }

    private static Optional<Json> volumes(Sheet provider) {
        Optional<Json.Obj> spec = provider.look(SPEC)
                .map(Tree::json)
                .filter(Json.Obj.class::isInstance)
                .map(Json.Obj.class::cast);
        boolean alone = spec.filter(given -> given.members().keySet().equals(Set.of("volumes")))
                .isPresent();
        provider.record(SPEC, SPEC.ways().get(alone ? 0 : 1));
        return spec.filter(_ -> alone).flatMap(given -> given.get("volumes"));
    }
}
