package dev.shakeout.cli;

import static org.awaitility.Awaitility.await;

import dev.shakeout.dialects.JsonReader;
import dev.shakeout.engine.Folders;
import dev.shakeout.engine.Machine;
import dev.shakeout.model.Json;
import dev.shakeout.testbed.Cluster;
import dev.shakeout.testbed.KubernetesObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A real API server that has all of deploy/kubernetes, and operators with no more rights than that gives them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class WithOperator {
    static final Path DEPLOY = Path.of(System.getProperty("shakeout.home", ".."), "deploy/kubernetes");
    static final Duration SOON = Duration.ofSeconds(40);
    static final String DEPLOYMENTS = "/apis/apps/v1/namespaces/default/deployments";
    private static final String OURS = "/apis/shakeout.dev/v1alpha1/namespaces/default/";
    static final String EXPERIMENTS = OURS + "experiments";
    static final String RUNS = OURS + "runs";
    static final String SCHEDULES = OURS + "schedules";
    static final String LEADER = "/apis/coordination.k8s.io/v1/namespaces/shakeout/leases/shakeout-operator";

    Path folder;
    Cluster cluster;
    private final List<Shakeout.Running> started = new ArrayList<>();

    @BeforeAll
    void prepare(@TempDir Path temporary) throws IOException {
        folder = temporary;
        cluster = Cluster.start(Files.createDirectory(folder.resolve("cluster")), Machine.local());
        cluster.playNodes(1);
        define(Files.readString(DEPLOY.resolve("crds.yaml")));
        cluster.api().apply(Files.readString(DEPLOY.resolve("operator.yaml")));
        cluster.api().apply("""
                apiVersion: rbac.authorization.k8s.io/v1
                kind: RoleBinding
                metadata:
                  name: shakeout-drills
                  namespace: default
                roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: shakeout-drills}
                subjects: [{kind: ServiceAccount, name: shakeout-operator, namespace: shakeout}]
                """);
    }

    @AfterAll
    void stop() {
        started.forEach(operator -> operator.process().destroy());
        started.forEach(Shakeout.Running::end);
        if (cluster != null) { // it could be started
            cluster.close();
        }
    }

    Machine machine(Path kubeconfig, String home) {
        var environment = new HashMap<>(System.getenv());
        environment.put("KUBECONFIG", kubeconfig.toString());
        environment.put("SHAKEOUT_HOME", folder.resolve(home).toString());
        return Machine.local()
                .with(new Folders(
                        folder.resolve(home).resolve("run"),
                        folder.resolve(home).resolve("state")))
                .withEnvironment(environment);
    }

    /** With the rights of its service account, in a home of its own. */
    Shakeout.Running operator(String home, String... options) throws IOException {
        Path work = Files.createDirectories(folder.resolve(home));
        Files.createDirectories(work.resolve(".kube"));
        Files.copy(
                cluster.kubeconfig("shakeout-operator", "shakeout"),
                work.resolve(".kube/config"),
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        var words = new ArrayList<>(List.of("operator"));
        words.addAll(List.of(options));
        Shakeout.Running operator = new Shakeout(work).start(words.toArray(String[]::new));
        started.add(operator);
        return operator;
    }

    private void define(String manifests) throws IOException {
        for (String manifest : manifests.split("(?m)^---\n")) {
            cluster.api().create("/apis/apiextensions.k8s.io/v1/customresourcedefinitions", manifest);
        }
        for (String served : List.of(EXPERIMENTS, RUNS, SCHEDULES)) {
            await(served)
                    .atMost(SOON)
                    .until(() ->
                            cluster.api().ask("GET", served, Json.Obj.EMPTY).ok());
        }
    }

    /** A deployment with one replica, that is ready, and an account that may scale it, of the same name. */
    void deploy(String name) throws IOException {
        var labels = Json.object("app", name);
        var container = Json.object("name", "main", "image", "shop/" + name + ":1.0");
        cluster.api()
                .create(
                        DEPLOYMENTS,
                        Json.object(
                                "metadata",
                                Json.object("name", name),
                                "spec",
                                Json.object(
                                        "selector",
                                        Json.object("matchLabels", labels),
                                        "template",
                                        Json.object(
                                                "metadata",
                                                Json.object("labels", labels),
                                                "spec",
                                                Json.object("containers", Json.of(List.of(container)))))));
        Path file = Files.writeString(
                folder.resolve(name + ".json"), drill(name, "1s").compact());
        cluster.api()
                .apply(InProcess.at(folder)
                                .run("rbac", file.toString(), "--account", name)
                                .out() + "\n");
        await(name).atMost(SOON).until(() -> ready(name).equals("1"));
    }

    /** Scales a deployment to nothing for a while. */
    static Json.Obj drill(String deployment, String duration) {
        return json("""
                {"title": "No replica is left", "description": "Nobody depends on it.",
                 "steady-state-hypothesis": {"title": "It is there", "probes": [
                   {"type": "probe", "name": "ready", "tolerance": {"type": "jsonpath", "path": "$.desired", "expect": 1},
                    "provider": {"type": "workload", "name": "%s"}}]},
                 "method": [
                   {"type": "action", "name": "scale", "provider": {"type": "fault", "fault": "workload/scale",
                    "target": {"kind": "workload", "name": "%s", "mode": "one"}, "duration": "%s"}}]}
                """.formatted(deployment, deployment, duration));
    }

    static Json.Obj json(String text) {
        return (Json.Obj) JsonReader.read("test", text);
    }

    static Json.Obj named(String name, Json.Obj spec) {
        return Json.object("metadata", Json.object("name", name), "spec", spec);
    }

    void run(String name, Json.Obj spec) throws IOException {
        cluster.api().create(RUNS, typed("Run", named(name, spec)));
    }

    static Json.Obj typed(String kind, Json.Obj object) {
        return object.with("apiVersion", Json.of("shakeout.dev/v1alpha1")).with("kind", Json.of(kind));
    }

    KubernetesObject awaitOver(String run) throws IOException {
        await(run).atMost(SOON).until(() -> List.of("Succeeded", "Failed").contains(phase(run)));
        return cluster.api().get(RUNS + "/" + run);
    }

    String phase(String run) throws IOException {
        return cluster.api().get(RUNS + "/" + run).text("status", "phase");
    }

    String ready(String deployment) throws IOException {
        return cluster.api().get(DEPLOYMENTS + "/" + deployment).text("status", "readyReplicas");
    }

    String replicas(String deployment) throws IOException {
        return cluster.api().get(DEPLOYMENTS + "/" + deployment).text("spec", "replicas");
    }

    void awaitReplicas(String deployment, String count) {
        await(deployment).atMost(SOON).until(() -> replicas(deployment).equals(count));
    }

    /** Reasons of the events about an object, in whatever order. */
    List<String> events(String object) throws IOException {
        return cluster
                .api()
                .get("/api/v1/namespaces/default/events?fieldSelector=involvedObject.name%3D" + object)
                .each("items")
                .stream()
                .map(event -> event.text("reason"))
                .toList();
    }
}
