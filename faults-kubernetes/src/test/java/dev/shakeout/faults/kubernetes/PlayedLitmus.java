package dev.shakeout.faults.kubernetes;

import dev.shakeout.model.Json;
import dev.shakeout.testbed.KubernetesApi;
import dev.shakeout.testbed.KubernetesObject;
import java.io.IOException;
import java.util.List;

/**
 * Litmus as it documents itself: an operator that initializes engines, starts a runner and a pod for the experiment, and
 * aborts both when it is told to stop; results that tell of their targets. In place of a fault a pod gets a mark. An engine
 * whose experiment has the environment variable {@link #ENDS} runs to its end by itself.
 */
final class PlayedLitmus extends Played {
    static final String FINALIZER = "chaosengine.litmuschaos.io/finalizer";
    static final String REASON = "no such container";
    static final String ENDS = "ENDS";

    PlayedLitmus(Cluster cluster, KubernetesApi api) {
        super(api);
        follow(cluster, Litmus.ENGINE);
    }

    /** What a user has taken from the hub. */
    static void experiment(KubernetesApi api, String namespace) throws IOException {
        api.create(
                Litmus.EXPERIMENT.path(namespace),
                Json.object(
                        "apiVersion",
                        Litmus.API_VERSION,
                        "kind",
                        "ChaosExperiment",
                        "metadata",
                        Json.object("name", "pod-delete"),
                        "spec",
                        Json.object("definition", Json.object("scope", "Namespaced"))));
    }

    @Override
    void reconcile(ResourceType type, String path, KubernetesObject engine) throws IOException {
        String status = engine.text("status", "engineStatus");
        boolean active = engine.text("spec", "engineState").equals("active");
        if (isDeleted(engine)) {
            if (has(engine, FINALIZER)) {
                abort(type, path, engine);
            }
        } else if (active && status.isEmpty()) {
            finalizers(path, List.of(Json.of(FINALIZER)));
            status(path, "initialized", "Waiting for Job Creation", "Awaited");
        } else if (active && status.equals("initialized")) {
            run(type, path, engine);
        } else if (!active && status.equals("initialized")) {
            abort(type, path, engine);
        }
    }

    private void status(String path, String engine, String experiment, String verdict) throws IOException {
        var one = Json.object("name", "pod-delete", "status", experiment, "verdict", verdict);
        var answer = api.ask(
                "PATCH",
                path,
                Json.object("status", Json.object("engineStatus", engine, "experiments", Json.of(List.of(one)))));
        if (!answer.ok() && answer.status() != 404) {
            throw new IOException(answer.body().text("message"));
        }
    }

    private static String uid(KubernetesObject engine) {
        return engine.text("metadata", "uid");
    }

    private static String result(KubernetesObject engine) {
        return Litmus.RESULT.path(engine.namespace(), engine.name() + "-pod-delete");
    }

    private void run(ResourceType type, String path, KubernetesObject engine) throws IOException {
        if (engine.text("status", "experiments").contains("Running")) {
            return;
        }
        pod(engine, engine.name() + "-runner");
        pod(engine, engine.name() + "-pod-delete-x1");
        if (!isTime("run", type, path, engine)) {
            return;
        }
        api.ask(
                "POST",
                Litmus.RESULT.path(engine.namespace()),
                Json.object(
                        "apiVersion",
                        Litmus.API_VERSION,
                        "kind",
                        "ChaosResult",
                        "metadata",
                        Json.object(
                                "name",
                                engine.name() + "-pod-delete",
                                "labels",
                                Json.object(Litmus.UID_LABEL, uid(engine))),
                        "spec",
                        Json.object("engine", engine.name(), "experiment", "pod-delete"),
                        "status",
                        Json.object(
                                "experimentStatus",
                                Json.object(
                                        "phase",
                                        "Running",
                                        "verdict",
                                        "Awaited",
                                        "probeSuccessPercentage",
                                        "Awaited"))));
        if (Behaviour.of(engine) == Behaviour.FAILING) {
            ended(engine, "Error", "Fail", "0");
            status(path, "initialized", "Running", "Awaited");
            return;
        }
        for (KubernetesObject pod : hit(engine)) {
            mark(engine.namespace(), pod.name(), engine.name(), true);
            annotate(engine, pod, "injected");
        }
        status(path, "initialized", "Running", "Awaited");
        if (engine.text("spec", "experiments").contains(ENDS)) {
            for (KubernetesObject pod : hit(engine)) {
                mark(engine.namespace(), pod.name(), engine.name(), false);
                annotate(engine, pod, "reverted");
            }
            ended(engine, "Completed", "Fail", "50");
            for (KubernetesObject pod : pods(engine.namespace(), Litmus.UID_LABEL + "=" + uid(engine))) {
                api.ask("DELETE", ResourceType.POD.path(engine.namespace(), pod.name()), Json.Obj.EMPTY);
            }
            status(path, "completed", "Completed", "Fail");
            api.patch(path, Litmus.STOP);
        }
    }

    private void annotate(KubernetesObject engine, KubernetesObject pod, String status) throws IOException {
        api.patch(
                result(engine),
                Json.object("metadata", Json.object("annotations", Json.object("pod/" + pod.name(), status))));
    }

    private void ended(KubernetesObject engine, String phase, String verdict, String percentage) throws IOException {
        api.patch(
                result(engine),
                Json.object(
                        "status",
                        Json.object(
                                "experimentStatus",
                                Json.object(
                                        "phase",
                                        phase,
                                        "verdict",
                                        verdict,
                                        "probeSuccessPercentage",
                                        percentage,
                                        "failStep",
                                        phase.equals("Error") ? REASON : "N/A"))));
    }

    private List<KubernetesObject> hit(KubernetesObject engine) {
        String labels = engine.text("spec", "appinfo", "applabel");
        return pods(engine.namespace(), labels).stream().limit(1).toList();
    }

    private void pod(KubernetesObject engine, String name) throws IOException {
        var container = Json.object("name", "chaos", "image", "litmus/go-runner:3");
        var owner = Json.object(
                "apiVersion", Litmus.API_VERSION, "kind", "ChaosEngine", "name", engine.name(), "uid", uid(engine));
        api.ask(
                "POST",
                ResourceType.POD.path(engine.namespace()),
                Json.object(
                        "metadata",
                        Json.object(
                                "name",
                                name,
                                "labels",
                                Json.object(Litmus.UID_LABEL, uid(engine), "app", engine.name()),
                                "ownerReferences",
                                Json.of(List.of(owner))),
                        "spec",
                        Json.object("containers", Json.of(List.of(container)))));
    }

    private void abort(ResourceType type, String path, KubernetesObject engine) throws IOException {
        if ((Behaviour.of(engine) == Behaviour.STUCK && !isFreed(engine)) || !isTime("abort", type, path, engine)) {
            return;
        }
        for (KubernetesObject pod : pods(engine.namespace(), Litmus.UID_LABEL + "=" + uid(engine))) {
            api.ask("DELETE", ResourceType.POD.path(engine.namespace(), pod.name()), Json.Obj.EMPTY);
        }
        for (KubernetesObject pod : hit(engine)) {
            if (pod.text("metadata", "annotations", HIT).equals(engine.name())) {
                mark(engine.namespace(), pod.name(), engine.name(), false);
                var target = Json.object("name", pod.name(), "kind", "pod", "chaosStatus", "reverted");
                api.patch(
                        result(engine),
                        Json.object(
                                "metadata",
                                Json.object("annotations", Json.object("pod/" + pod.name(), Json.Null.NULL)),
                                "status",
                                Json.object("history", Json.object("targets", Json.of(List.of(target))))));
            }
        }
        status(path, "stopped", "Forcefully Aborted", "Stopped");
        finalizers(path, List.of());
    }
}
