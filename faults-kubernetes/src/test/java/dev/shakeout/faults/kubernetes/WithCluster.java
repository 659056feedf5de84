package dev.shakeout.faults.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.shakeout.engine.Catalog;
import dev.shakeout.engine.Folders;
import dev.shakeout.engine.Machine;
import dev.shakeout.engine.Planned;
import dev.shakeout.engine.Planner;
import dev.shakeout.engine.Runner;
import dev.shakeout.engine.Stop;
import dev.shakeout.model.Activity;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Experiment;
import dev.shakeout.model.Journal;
import dev.shakeout.model.Json;
import dev.shakeout.model.Position;
import dev.shakeout.model.Provider;
import dev.shakeout.model.Selector;
import dev.shakeout.testbed.Cluster;
import dev.shakeout.testbed.KubernetesObject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A real API server with its controllers for the tests of a class, three played nodes, and drills on them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class WithCluster {
    static final Catalog CATALOG = Catalog.installed();
    static final Duration SOON = Duration.ofSeconds(30);
    static final Selector.Mode ONE = new Selector.Mode.One();

    Path folder;
    Machine machine;
    Cluster cluster;

    @BeforeAll
    void start(@TempDir Path temporary) throws IOException {
        folder = temporary;
        cluster = Cluster.start(java.nio.file.Files.createDirectory(folder.resolve("cluster")), Machine.local());
        cluster.playNodes(3);
        machine = asAdmin();
    }

    @AfterAll
    void stop() {
        if (cluster != null) { // it could be started
            machine.shared().close();
            cluster.close();
        }
    }

    Machine asAdmin() throws IOException {
        return as(cluster.kubeconfig());
    }

    /** A machine of its own, with this kubeconfig. */
    Machine as(Path kubeconfig) {
        var environment = new java.util.HashMap<>(System.getenv());
        environment.put("KUBECONFIG", kubeconfig.toString());
        return Machine.local()
                .with(new Folders(folder.resolve("run"), folder.resolve("state")))
                .withEnvironment(environment);
    }

    static String deployments() {
        return ResourceType.DEPLOYMENT.path("default");
    }

    /** A deployment whose replicas are all ready. */
    void deploy(String name, int replicas) throws IOException {
        var labels = Json.object("app", name);
        var container = Json.object("name", "main", "image", "shop/" + name + ":1.0");
        cluster.api()
                .create(
                        deployments(),
                        Json.object(
                                "metadata",
                                Json.object("name", name, "labels", labels),
                                "spec",
                                Json.object(
                                        "replicas",
                                        replicas,
                                        "selector",
                                        Json.object("matchLabels", labels),
                                        "template",
                                        Json.object(
                                                "metadata",
                                                Json.object("labels", labels),
                                                "spec",
                                                Json.object("containers", Json.of(List.of(container)))))));
        awaitReady(name, replicas);
    }

    void awaitReady(String name, int replicas) {
        await(name + " ready")
                .atMost(SOON)
                .untilAsserted(() -> assertThat(number(deployment(name), "status", "readyReplicas"))
                        .isEqualTo(replicas));
    }

    KubernetesObject deployment(String name) throws IOException {
        return cluster.api().get(deployments() + "/" + name);
    }

    static long number(KubernetesObject object, String... path) {
        String text = object.text(path);
        return text.isEmpty() ? 0 : Long.parseLong(text);
    }

    Planned plan(Machine on, String fault, Arguments arguments, Selector selector, Duration duration) {
        var call = new Provider.FaultCall(fault, selector, arguments, Optional.of(duration));
        var action = new Activity.Action(Activity.Written.named(fault, new Position("test", 1, 1)), call);
        return new Planner(CATALOG, on).plan(Experiment.of(fault, List.of(action)), 1);
    }

    static Selector named(String kind, String name) {
        return new Selector(kind, Arguments.NONE.with(Criteria.NAME, name), ONE);
    }

    Journal drill(String fault, Arguments arguments, Selector selector) {
        return run(plan(machine, fault, arguments, selector, Duration.ofSeconds(1)), new Stop());
    }

    Journal run(Planned planned, Stop stop) {
        return new Runner(CATALOG, machine, Map.of(), "test").run(planned, stop, List.of());
    }
}
