package dev.shakeout.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.shakeout.engine.JsonReader;
import dev.shakeout.engine.Machine;
import dev.shakeout.model.Json;
import dev.shakeout.testbed.Cluster;
import dev.shakeout.testbed.ContainerImage;
import dev.shakeout.testbed.Engine;
import dev.shakeout.testbed.KubernetesObject;
import dev.shakeout.testbed.RealNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The image, built as a user builds it, in a real engine and on a real node. */
class ContainerImageTest {
    private static final Duration SOON = Duration.ofMinutes(2);
    private static final long LARGEST = 335_000_000;
    private static final String DEPLOYMENTS = "/apis/apps/v1/namespaces/default/deployments";
    private static final String RUNS = "/apis/shakeout.dev/v1alpha1/namespaces/default/runs";

    private static final Json.Obj EXPERIMENT = (Json.Obj) JsonReader.read("""
            {"title": "A pod of the web dies", "description": "The deployment makes another one.",
             "steady-state-hypothesis": {"title": "One is wanted", "probes": [
               {"type": "probe", "name": "wanted", "tolerance": {"type": "jsonpath", "path": "$.desired", "expect": 1},
                "provider": {"type": "workload", "name": "web"}}]},
             "method": [
               {"type": "action", "name": "a pod dies", "provider": {"type": "fault", "fault": "pod/delete",
                "target": {"kind": "pod", "owner": "deployment/web", "mode": "one"}}}]}
            """);

    @TempDir
    private static Path folder;

    private static ContainerImage image;

    /** The first test builds it for all. Not before all: no report would say why nothing was tested. */
    @BeforeEach
    void build() throws IOException {
        if (image == null) {
            Path home = Shakeout.launcherMadeReady().getParent();
            image = ContainerImage.build(home, Files.createDirectories(folder.resolve("engine")), Machine.local());
        }
    }

    @AfterAll
    static void stop() {
        if (image != null) {
            image.close();
        }
    }

    @Test
    void itIsSmallAndStartsFromItsCacheAsAnOrdinaryUser() {
        long size = Long.parseLong(image.engine().run("image", "inspect", "--format", "{{.Size}}", image.name()));
        assertThat(size).as("bytes").isLessThan(LARGEST);
        // in this mode a JVM that cannot use its cache ends at once
        assertThat(shakeout("--env", "JAVA_TOOL_OPTIONS=-XX:AOTMode=on", image.name(), "--version"))
                .endsWith("shakeout " + image.name().replaceFirst(".*:", ""));
        assertThat(shakeout("--entrypoint", "id", image.name(), "-u")).isEqualTo("65532");
    }

    @Test
    void itBearsWhatTheManifestsTakeAway() {
        assertThat(shakeout(
                        "--read-only",
                        "--cap-drop=ALL",
                        "--security-opt=no-new-privileges",
                        "--tmpfs=/tmp",
                        "--env=SHAKEOUT_HOME=/tmp/shakeout",
                        "--env=JAVA_TOOL_OPTIONS=-XX:AOTMode=on",
                        image.name(),
                        "faults",
                        "pod/delete"))
                .contains("pod/delete");
    }

    @Test
    void itsDoctorFindsTheMeansThere() {
        assertThat(shakeout(image.name(), "doctor", "--json", "--fault", "process/pause"))
                .contains("\"works\": true");
        assertThat(shakeout(
                        "--user=0",
                        "--cap-add=NET_ADMIN",
                        "--cap-add=SYS_ADMIN",
                        image.name(),
                        "doctor",
                        "--json",
                        "--fault=network/loss"))
                .contains("\"works\": true");
    }

    @Test
    void itDrillsAProcessOfItsUser() throws IOException {
        serve("web");
        Path work = pause("1s");

        String said = shakeout("--pid=container:web", "--volume=" + work + ":/work", image.name(), "run", "pause.yaml");

        assertThat(said).contains("passed:");
        assertThat(Files.getAttribute(work.resolve("journal.json"), "unix:uid")).isEqualTo(65532);
    }

    @Test
    void whatAKilledContainerLeftIsTakenBackFromItsVolume() throws IOException {
        serve("shop");
        Path work = pause("5m");
        var options =
                List.of("--pid=container:shop", "--volume=ledger:/var/lib/shakeout", "--volume=" + work + ":/work");
        var words = new ArrayList<>(List.of("run", "--detach", "--name=drill"));
        words.addAll(options);
        words.addAll(List.of(image.name(), "run", "pause.yaml"));
        image.engine().run(words.toArray(String[]::new));
        await("a pause").atMost(SOON).until(() -> server("shop").contains("T"));

        image.engine().run("kill", "drill");
        assertThat(server("shop")).contains("T");
        words = new ArrayList<>(options);
        words.addAll(List.of(image.name(), "recover"));
        shakeout(words.toArray(String[]::new));

        assertThat(server("shop")).doesNotContain("T");
    }

    /** The web server is not the first process there, as that one is protected. */
    private static void serve(String name) {
        image.engine()
                .run(
                        "run",
                        "--detach",
                        "--name=" + name,
                        "--user=65532",
                        Engine.IMAGE,
                        "sh",
                        "-c",
                        "httpd -f -p 80 -h /www & wait");
    }

    /** The states of the processes of the web server. */
    private static String server(String container) {
        return image.engine()
                .run(
                        "exec",
                        container,
                        "sh",
                        "-c",
                        "grep -l httpd /proc/[0-9]*/comm | while read f; do" + " grep State ${f%comm}status; done");
    }

    /** A folder with an experiment, for whatever user. */
    private static Path pause(String duration) throws IOException {
        Path work = Files.createTempDirectory(folder, "work");
        Files.setPosixFilePermissions(work, PosixFilePermissions.fromString("rwxrwxrwx"));
        Files.writeString(work.resolve("pause.yaml"), """
                title: The web server stands still
                description: Nobody waits for it.
                method:
                  - type: action
                    name: pause
                    provider:
                      type: fault
                      fault: process/pause
                      target: {kind: process, name: httpd, mode: one}
                      duration: %s
                """.formatted(duration));
        return work;
    }

    private static String shakeout(String... words) {
        var argv = new ArrayList<>(List.of("run", "--rm"));
        argv.addAll(List.of(words));
        return image.engine().run(argv.toArray(String[]::new));
    }

    @Test
    void theOperatorCarriesOutARunInACluster() throws IOException {
        Path archive = folder.resolve("image.tar");
        image.save(archive);
        try (Cluster cluster = Cluster.start(Files.createDirectory(folder.resolve("cluster")), Machine.local())) {
            var node = cluster.realNode();
            node.add(archive);
            Files.delete(archive);
            install(cluster);
            drill(cluster);

            await("the run, see " + node.folder()).atMost(SOON).until(() -> {
                var status = run(cluster);
                return List.of("Succeeded", "Failed").contains(status.text("status", "phase"));
            });
            var run = run(cluster);
            assertThat(run.text("status", "verdict")).as(run.json().text()).isEqualTo("passed");
            await("another pod").atMost(SOON).until(() -> ready(cluster).equals("1"));
        }
    }

    private static KubernetesObject run(Cluster cluster) throws IOException {
        return cluster.api().get(RUNS + "/first");
    }

    /** As docs/operator.md says. */
    private static void install(Cluster cluster) throws IOException {
        Path manifests = Shakeout.launcherMadeReady().resolveSibling("deploy/kubernetes");
        for (String each : Files.readString(manifests.resolve("crds.yaml")).split("(?m)^---\n")) {
            cluster.api().create("/apis/apiextensions.k8s.io/v1/customresourcedefinitions", each);
        }
        await("custom resources")
                .atMost(SOON)
                .until(() -> cluster.api().ask("GET", RUNS, Json.Obj.EMPTY).ok());
        cluster.api().apply(Files.readString(manifests.resolve("operator.yaml")));
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

    /** A pod that really runs is deleted, by an account that may do that alone. */
    private static void drill(Cluster cluster) throws IOException {
        var labels = Json.object("app", "web");
        var container = Json.object("name", "main", "image", RealNode.IMAGE);
        var template = Json.object(
                "metadata",
                Json.object("labels", labels),
                "spec",
                Json.object("containers", Json.of(List.of(container)), "terminationGracePeriodSeconds", 1));
        var spec = Json.object("selector", Json.object("matchLabels", labels), "template", template);
        cluster.api().create(DEPLOYMENTS, Json.object("metadata", Json.object("name", "web"), "spec", spec));
        await("web").atMost(SOON).until(() -> ready(cluster).equals("1"));

        Path work = Files.createDirectories(folder.resolve("rights"));
        Files.writeString(work.resolve("pod.json"), EXPERIMENT.compact());
        cluster.api()
                .apply(shakeout(
                                "--volume=" + work + ":/work",
                                image.name(),
                                "rbac",
                                "pod.json",
                                "--account=drills",
                                "--namespace=default")
                        + "\n");
        cluster.api()
                .create(
                        RUNS,
                        Json.object(
                                "apiVersion",
                                "shakeout.dev/v1alpha1",
                                "kind",
                                "Run",
                                "metadata",
                                Json.object("name", "first"),
                                "spec",
                                Json.object("definition", EXPERIMENT, "serviceAccount", "drills")));
    }

    private static String ready(Cluster cluster) throws IOException {
        return cluster.api().get(DEPLOYMENTS + "/web").text("status", "readyReplicas");
    }
}
