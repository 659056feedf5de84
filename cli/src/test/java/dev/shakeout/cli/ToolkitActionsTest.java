package dev.shakeout.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.shakeout.cli.Shakeout.Ended;
import dev.shakeout.dialects.JsonReader;
import dev.shakeout.engine.Machine;
import dev.shakeout.model.Json;
import dev.shakeout.testbed.Cluster;
import dev.shakeout.testbed.KubernetesObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Files with actions of Chaos Toolkit's Kubernetes extension on a real API server, without any Python. What is expected of the
 * option --compat is what Chaos Toolkit 1.19.0 did by itself with chaostoolkit-kubernetes 0.39.0, on such a cluster.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ToolkitActionsTest {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String DEPLOYMENTS = "/apis/apps/v1/namespaces/default/deployments";
    private static final String POLICIES = "/apis/networking.k8s.io/v1/namespaces/default/networkpolicies";
    private static final String LEASES = "/apis/coordination.k8s.io/v1/namespaces/default/leases";
    private static final List<String> COMPAT = List.of("--compat", "chaostoolkit");

    /** No two activities have the same name. */
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private Path work;
    private Shakeout shakeout;
    private Cluster cluster;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        work = folder;
        shakeout = new Shakeout(work);
        cluster = Cluster.start(Files.createDirectory(work.resolve("cluster")), Machine.local());
        cluster.playNodes(2);
        Files.createDirectory(work.resolve(".kube"));
        shakeout.write(".kube/config", Files.readString(cluster.kubeconfig()));
    }

    @AfterAll
    void end() {
        if (cluster != null) { // it could be started
            cluster.close();
        }
    }

    private void deploy(String name) throws IOException {
        var labels = Json.object("app", name);
        var container = Json.object("name", "main", "image", "shop/" + name + ":1.0");
        var template = Json.object(
                "metadata",
                Json.object("labels", labels),
                "spec",
                Json.object("containers", Json.of(List.of(container))));
        cluster.api()
                .create(
                        DEPLOYMENTS,
                        Json.object(
                                "metadata",
                                Json.object("name", name),
                                "spec",
                                Json.object(
                                        "replicas",
                                        3,
                                        "selector",
                                        Json.object("matchLabels", labels),
                                        "template",
                                        template)));
        await(name)
                .atMost(SOON)
                .until(() -> deployment(name).text("status", "readyReplicas").equals("3"));
    }

    private KubernetesObject deployment(String name) throws IOException {
        return cluster.api().get(DEPLOYMENTS + "/" + name);
    }

    private String replicas(String name) throws IOException {
        return deployment(name).text("spec", "replicas");
    }

    private boolean isThere(String path) throws IOException {
        return cluster.api().ask("GET", path, Json.Obj.EMPTY).ok();
    }

    private static String call(String type, String name, String module, String function, String arguments) {
        return """
                {"type": "%s", "name": "%s", "provider": {"type": "python", "module": "chaosk8s.%s", "func": "%s",
                 "arguments": {%s}}}""".formatted(type, name, module, function, arguments);
    }

    private static String action(String module, String function, String arguments) {
        return call("action", function + " " + NUMBER.incrementAndGet(), module, function, arguments);
    }

    private static String scale(String name, int replicas) {
        return action(
                "deployment.actions",
                "scale_deployment",
                "\"name\": \"%s\", \"replicas\": %d".formatted(name, replicas));
    }

    private Ended run(List<String> before, String method, String rollbacks, String... options) throws IOException {
        shakeout.write("experiment.json", """
                {"title": "t", "description": "d", "method": [%s], "rollbacks": [%s]}
                """.formatted(method, rollbacks));
        var words = new java.util.ArrayList<>(before);
        words.addAll(List.of(
                "run", file("experiment.json"), "--python", "no-such-python", "--journal-path", file("journal.json")));
        words.addAll(List.of(options));
        return shakeout.run(words.toArray(String[]::new));
    }

    private String file(String name) {
        return work.resolve(name).toString();
    }

    private Json.Obj journal() throws IOException {
        Path file = work.resolve("journal.json");
        return (Json.Obj) JsonReader.read(file.toString(), Files.readString(file));
    }

    private Json.Obj first(String list) throws IOException {
        return (Json.Obj) ((Json.Arr) journal().get(list).orElseThrow()).items().getFirst();
    }

    private String text(String key) throws IOException {
        return journal().get(key).map(Json::text).orElse("");
    }

    private void assertNothingIsLeft() throws IOException {
        assertThat(shakeout.openRuns()).isEmpty();
        assertThat(work.resolve("home/state/runs"))
                .satisfiesAnyOf(
                        folder -> assertThat(folder).doesNotExist(),
                        folder -> assertThat(folder).isEmptyDirectory());
        assertThat(cluster.api().get(LEASES).each("items")).isEmpty();
    }

    @Test
    void whatNoRollbackTakesBackIsTakenBackAfterThem() throws IOException {
        deploy("web");

        Ended ended = run(List.of(), scale("web", 1), "");

        assertThat(ended.status()).as(ended.toString()).isZero();
        assertThat(first("run").get("output")).contains(Json.Null.NULL);
        assertThat(first("run").get("status")).contains(Json.of("succeeded"));
        assertThat(replicas("web")).isEqualTo("3");
        assertNothingIsLeft();
    }

    @Test
    void itStaysWhileTheHypothesisIsCheckedAgain() throws IOException {
        deploy("seen");
        shakeout.write("hypothesis.json", """
                {"title": "t", "description": "d", "method": [%s],
                 "steady-state-hypothesis": {"title": "h", "probes": [{"type": "probe", "name": "three", "tolerance":
                   {"type": "jsonpath", "path": "$.desired", "expect": 3}, "provider": {"type": "workload", "name": "seen"}}]}}
                """.formatted(scale("seen", 1)));

        Ended ended = shakeout.run(
                "run", file("hypothesis.json"), "--python", "no-such-python", "--journal-path", file("journal.json"));

        assertThat(ended.status()).as(ended.toString()).isEqualTo(1);
        assertThat(replicas("seen")).isEqualTo("3");
    }

    @Test
    void theFilesOwnRollbackIsTheLastWord() throws IOException {
        deploy("backed");

        Ended ended = run(List.of(), scale("backed", 0), scale("backed", 2));

        assertThat(ended.status()).as(ended.toString()).isZero();
        assertThat(replicas("backed")).isEqualTo("2");
        assertNothingIsLeft();
    }

    @Test
    void byChaosToolkitsRulesItStaysAndThePlanSaysSo() throws IOException {
        deploy("left");
        shakeout.write("planned.json", """
                {"title": "t", "description": "d", "method": [%s]}""".formatted(scale("left", 1)));
        String ours = plan(List.of());
        String theirs = plan(COMPAT);
        assertThat(ours).contains(": 1 of 1 workload (100%)", "stays until the file's rollbacks are over");
        assertThat(theirs).contains("workload/scale on workload default/left", "stays, as with Chaos Toolkit");

        Ended ended = run(COMPAT, scale("left", 1), "");

        assertThat(ended.status()).as(ended.toString()).isZero();
        assertThat(text("status")).isEqualTo("completed");
        assertThat(first("run").get("output")).contains(Json.Null.NULL);
        assertThat(replicas("left")).isEqualTo("1");
        assertNothingIsLeft();
    }

    private String plan(List<String> before) throws IOException {
        var words = new java.util.ArrayList<>(before);
        words.addAll(List.of("plan", file("planned.json"), "--python", "no-such-python"));
        return shakeout.run(words.toArray(String[]::new)).out();
    }

    @Test
    void whatWasDoneTwiceIsTakenBackToWhatItWas() throws IOException {
        deploy("twice");

        Ended ended = run(List.of(), scale("twice", 1) + ", " + scale("twice", 3) + ", " + scale("twice", 5), "");

        assertThat(ended.status()).as(ended.toString()).isZero();
        assertThat(replicas("twice")).isEqualTo("3");
        assertNothingIsLeft();
    }

    @Test
    void aNetworkPolicyIsRemovedWhoeverDoesIt() throws IOException {
        for (String direction : List.of("ingress", "egress")) {
            String path = POLICIES + "/chaostoolkit-deny-all-" + direction;
            String deny =
                    action("networking.actions", "deny_all_" + direction, "\"label_selectors\": {\"app\": \"x\"}");
            String remove = action("networking.actions", "remove_deny_all_" + direction, "");

            assertThat(run(List.of(), deny, "").status()).isZero();
            assertThat(isThere(path)).isFalse();
            assertThat(run(List.of(), deny, remove).status()).isZero();
            assertThat(isThere(path)).isFalse();
            assertThat(run(COMPAT, deny, "").status()).isZero();
            assertThat(cluster.api().get(path).text("spec", "podSelector", "matchLabels", "app"))
                    .isEqualTo("x");
            assertThat(run(COMPAT, deny, "").status()).isZero();
            assertThat(first("run").get("status")).contains(Json.of("failed"));
            assertThat(isThere(path)).as("it is somebody else's").isTrue();
            assertThat(run(COMPAT, remove, "").status()).isZero();
            assertThat(isThere(path)).isFalse();
        }
        assertNothingIsLeft();
    }

    @Test
    void aNodeIsOpenedAgain() throws IOException {
        String path = "/api/v1/nodes/node-1";
        String close = action("node.actions", "cordon_node", "\"name\": \"node-1\"");

        assertThat(run(List.of(), close, "").status()).isZero();
        assertThat(first("run").get("output")).contains(Json.of(List.of(Json.of("node-1"))));
        assertThat(cluster.api().get(path).text("spec", "unschedulable")).isNotEqualTo("true");

        assertThat(run(COMPAT, close, "").status()).isZero();
        assertThat(cluster.api().get(path).text("spec", "unschedulable")).isEqualTo("true");
        assertThat(run(List.of(), action("node.actions", "uncordon_node", "\"name\": \"node-1\""), "")
                        .status())
                .isZero();
        assertThat(cluster.api().get(path).text("spec", "unschedulable")).isNotEqualTo("true");
        assertNothingIsLeft();
    }

    @Test
    void podsAreTerminatedAsThere() throws IOException {
        deploy("pods");
        List<String> names =
                cluster.api().get("/api/v1/namespaces/default/pods?labelSelector=app%3Dpods").each("items").stream()
                        .map(pod -> pod.text("metadata", "name"))
                        .sorted()
                        .toList();

        Ended ended = run(
                List.of(),
                action(
                        "pod.actions",
                        "terminate_pods",
                        "\"label_selector\": \"app=pods\", \"qty\": 2, \"grace_period\": 0"),
                "");

        assertThat(ended.status()).as(ended.toString()).isZero();
        assertThat(first("run").get("output"))
                .contains(Json.of(names.stream().limit(2).map(Json::of).toList()));
        assertThat(run(List.of(), action("pod.actions", "terminate_pods", "\"label_selector\": \"app=nobody\""), "")
                        .status())
                .isZero();
        Ended wrong = run(COMPAT, action("pod.actions", "terminate_pods", "\"mode\": \"some\""), "");
        assertThat(first("run").get("exception").orElseThrow().compact())
                .contains("Cannot select pods. Mode 'some' is invalid.");
        assertThat(wrong.out()).isNotNull();
        assertNothingIsLeft();
    }

    @Test
    void aPolicyIsHeldAgainstWhatACallWillChange() throws IOException {
        deploy("kept");
        shakeout.write("policy.yaml", "everywhere: {faults: {deny: [workload/scale]}}\n");
        shakeout.write("few.yaml", "everywhere: {blast-radius: {max-targets: 1}}\n");

        Ended denied = run(
                List.of(),
                scale("kept", 0),
                "",
                "--policy",
                work.resolve("policy.yaml").toString());
        Ended many = run(
                List.of(),
                action("pod.actions", "terminate_pods", "\"label_selector\": \"app=kept\", \"all\": true"),
                "",
                "--policy",
                work.resolve("few.yaml").toString());

        assertThat(denied.status()).as(denied.toString()).isEqualTo(9);
        assertThat(denied.out() + denied.err()).contains("workload/scale is denied by the policy");
        assertThat(many.status()).as(many.toString()).isEqualTo(9);
        assertThat(many.out() + many.err()).contains("3 targets would be hit, the policy allows 1");
        assertThat(replicas("kept")).isEqualTo("3");
    }

    @Test
    void aRunThatIsKilledIsTakenBackByItsSentinelWhateverTheRules() throws Exception {
        deploy("killed");
        shakeout.write("killed.json", """
                {"title": "t", "description": "d", "method": [%s, {"type": "probe", "name": "wait", "provider":
                  {"type": "process", "path": "sleep", "arguments": "60"}}]}
                """.formatted(scale("killed", 1)));
        var running = shakeout.start("--compat", "chaostoolkit", "run", "killed.json", "--python", "no-such-python");
        await("scaled").atMost(SOON).until(() -> replicas("killed").equals("1"));

        running.process().destroyForcibly().waitFor();

        await("taken back").atMost(SOON).until(() -> replicas("killed").equals("3"));
    }
}
