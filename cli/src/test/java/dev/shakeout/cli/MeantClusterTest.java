package dev.shakeout.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.shakeout.cli.Shakeout.Ended;
import dev.shakeout.dialects.JsonReader;
import dev.shakeout.engine.Machine;
import dev.shakeout.model.Json;
import dev.shakeout.testbed.Cluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Which cluster is hit is plain to see, and production must be named; what does not fit is told with its place. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MeantClusterTest {
    private static final String SCALE = "workload/scale";
    private static final String WEB = "{kind: workload, name: web, mode: one}";
    private static final String DEPLOYMENTS = "/apis/apps/v1/namespaces/default/deployments";

    private Path work;
    private Shakeout shakeout;
    private Cluster cluster;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        work = folder;
        shakeout = new Shakeout(work);
        cluster = Cluster.start(Files.createDirectory(work.resolve("cluster")), Machine.local());
        cluster.playNodes(1);
        Files.createDirectory(work.resolve(".kube"));
        // two names for one cluster: the current one is what a person has forgotten to change back
        String one = Files.readString(cluster.kubeconfig());
        shakeout.write(
                ".kube/config",
                one.replace("current-context: testbed", "current-context: prod")
                        .replace(
                                "contexts:\n",
                                "contexts:\n- name: prod\n  context: {cluster: testbed, user: admin, namespace: default}\n"));
        var labels = Json.object("app", "web");
        var container = Json.object("name", "main", "image", "shop/web:1.0");
        var template = Json.object(
                "metadata",
                Json.object("labels", labels),
                "spec",
                Json.object("containers", Json.of(List.of(container))));
        var spec = Json.object("selector", Json.object("matchLabels", labels), "template", template);
        cluster.api().create(DEPLOYMENTS, Json.object("metadata", Json.object("name", "web"), "spec", spec));
        await("web")
                .atMost(Duration.ofSeconds(30))
                .until(() -> cluster.api()
                        .get(DEPLOYMENTS + "/web")
                        .text("status", "readyReplicas")
                        .equals("1"));
    }

    @AfterAll
    void end() {
        if (cluster != null) { // it could be started
            cluster.close();
        }
    }

    private Ended shakeout(String command, String fault, String target, String... options) throws IOException {
        shakeout.write("drill.yaml", """
                title: One fault
                description: On whichever cluster is meant.
                method:
                  - type: action
                    name: break it
                    provider: {type: fault, fault: %s, target: %s, duration: 100ms}
                """.formatted(fault, target));
        var words = new ArrayList<>(List.of(command, "drill.yaml"));
        words.addAll(List.of(options));
        return shakeout.run(words.toArray(String[]::new));
    }

    @Test
    void theCurrentContextIsNotProductionUnlessItIsNamed() throws IOException {
        String policy = shakeout.write("policy.yaml", "everywhere: {clusters: {production: {contexts: [prod*]}}}\n")
                .toString();
        String journal = work.resolve("journal.json").toString();

        Ended forgotten = shakeout("run", SCALE, WEB, "--policy", policy, "--journal-path", journal);
        Ended meant = shakeout("run", SCALE, WEB, "--policy", policy, "--context", "prod", "--journal-path", journal);

        assertThat(forgotten.status()).as(forgotten.toString()).isEqualTo(9);
        assertThat(forgotten.out())
                .contains(
                        "is in context prod, which the policy marks as production",
                        "--context prod",
                        "policy.yaml:1:25");
        assertThat(meant.status()).as(meant.toString()).isZero();
        Json read = JsonReader.read(journal, Files.readString(Path.of(journal)));
        assertThat(read.compact()).contains("cluster " + cluster.server() + ", context prod, namespace default");

        Ended another = shakeout("plan", SCALE, WEB, "--policy", policy, "--context", "testbed");
        assertThat(another.status()).as(another.toString()).isZero();
        assertThat(another.out()).contains("cluster " + cluster.server() + ", context testbed, namespace default\n");

        Ended inFile = shakeout(
                "plan", SCALE, WEB.replace("{", "{context: prod, "), "--policy", policy, "--context", "testbed");
        assertThat(inFile.status()).as("it is the file that means production").isEqualTo(9);
    }

    @Test
    void theNamespaceIsNamedInTheSameWay() throws IOException {
        String policy = shakeout.write("names.yaml", "everywhere: {clusters: {production: {namespaces: [default]}}}\n")
                .toString();

        assertThat(shakeout("plan", SCALE, WEB, "--policy", policy).err())
                .contains("is in namespace default, which the policy marks as production", "--namespace default");
        assertThat(shakeout("plan", SCALE, WEB, "--policy", policy, "--namespace", "default")
                        .status())
                .isZero();
        assertThat(shakeout("plan", SCALE, WEB, "--namespace", "kube-system").err())
                .contains("no workload matches name web");
        assertThat(shakeout("plan", SCALE, WEB, "--namespace", "").err()).contains("--namespace needs a name");
    }

    @Test
    void aProbeOfTheClusterSaysWhereItLooks() throws IOException {
        shakeout.write("probe.yaml", """
                title: One probe
                description: It only looks.
                method:
                  - type: probe
                    name: look
                    provider: {type: workload, name: web, namespace: kube-system}
                """);
        assertThat(shakeout.run("plan", "probe.yaml").out())
                .contains("cluster " + cluster.server() + ", context prod, namespace kube-system\n");
    }

    @Test
    void whatDoesNotFitIsToldWithItsPlaceAndTheWayOut() throws IOException {
        assertThat(shakeout("plan", SCALE, WEB, "--context", "elsewhere").err())
                .contains("drill.yaml:4:5: 'break it': there is no context 'elsewhere'", "there are prod, testbed");
        assertThat(shakeout("plan", SCALE, "{kind: workload, name: nobody, mode: one}")
                        .err())
                .contains("drill.yaml:4:5: 'break it': no workload matches name nobody");
        assertThat(shakeout("plan", "pod/delete", "{kind: pod, owner: web, mode: fixed, value: 9}")
                        .err())
                .contains("drill.yaml:4:5: 'break it': 9 targets are asked for, but only 1 match owner web");
        assertThat(shakeout("plan", "pod/delete", "{kind: pod, selector: app in web, mode: one}")
                        .err())
                .contains("drill.yaml:4:5: 'break it'", "unable to parse requirement");

        String sound = Files.readString(work.resolve(".kube/config"));
        try {
            shakeout.write(".kube/config", sound.replaceAll("token: \".*\"", "token: \"run out\""));
            assertThat(shakeout("plan", SCALE, WEB).err())
                    .contains(
                            "drill.yaml:4:5: 'break it': the credentials of context 'prod' are not accepted",
                            "log in again");
            shakeout.write(".kube/config", sound.replace(cluster.server(), "https://127.0.0.1:1"));
            assertThat(shakeout("plan", SCALE, WEB).err()).contains("drill.yaml:4:5", "the connection is refused");
            Files.delete(work.resolve(".kube/config"));
            assertThat(shakeout("plan", SCALE, WEB).err())
                    .contains("drill.yaml:4:5: 'break it': no cluster is known", ".kube/config is not there");
        } finally {
            shakeout.write(".kube/config", sound);
        }
    }

    @Test
    void aKindThatTheClusterDoesNotKnowIsToldWithWhatToDo() throws IOException {
        shakeout.write("custom.yaml", """
                title: One probe
                description: Of a custom resource.
                method:
                  - type: probe
                    name: look
                    provider: {type: resource, kind: Gadget, api-version: gadgets.dev/v1, path: $.x}
                """);
        Ended ended = shakeout.run("run", "custom.yaml");
        assertThat(ended.status()).isEqualTo(7);
        assertThat(ended.out()).contains("no API gadgets.dev/v1", "is the CustomResourceDefinition installed?");
    }
}
