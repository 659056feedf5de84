package dev.shakeout.faults.kubernetes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.shakeout.engine.Planner;
import dev.shakeout.engine.Stop;
import dev.shakeout.model.Activity;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Bytes;
import dev.shakeout.model.Experiment;
import dev.shakeout.model.Json;
import dev.shakeout.model.Selector;
import dev.shakeout.model.Verdict;
import dev.shakeout.testbed.KubernetesObject;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What stands around workloads is broken: their configuration, services, autoscalers, policies and quotas. */
class NamespacedFaultsTest extends WithCluster {
    private static final String CONFIG_MAPS = "/api/v1/namespaces/default/configmaps";
    private static final String SECRETS = "/api/v1/namespaces/default/secrets";
    private static final String SERVICES = "/api/v1/namespaces/default/services";
    private static final String POLICIES = ResourceType.NETWORK_POLICY.path("default");
    private static final String AUTOSCALERS = ResourceType.AUTOSCALER.path("default");
    private static final String VALUE = base64("correct horse battery staple");

    @Test
    void aConfigMapIsCorruptedAndItsOwnValueComesBack() throws IOException {
        configMap("settings", Map.of("a.yaml", "port: 80", "b", "2"));
        drill(
                "config/corrupt",
                key("a.yaml"),
                config("settings"),
                () -> assertThat(data("settings").get("a.yaml")).isEqualTo("%{[corrupted by shakeout"));
        assertThat(data("settings")).isEqualTo(Map.of("a.yaml", "port: 80", "b", "2"));
        drill(
                "config/remove-key",
                key("b"),
                config("settings"),
                () -> assertThat(data("settings")).doesNotContainKey("b"));
        assertThat(data("settings")).isEqualTo(Map.of("a.yaml", "port: 80", "b", "2"));
    }

    @Test
    void whoeverChangesAKeyMeanwhileKeepsTheirsAndNothingIsLeftBeside() throws IOException {
        configMap("shared", Map.of("x", "1", "y", "2"));
        drill(
                "config/corrupt",
                key("x"),
                config("shared"),
                () -> cluster.api()
                        .patch(CONFIG_MAPS + "/shared", Json.object("data", Json.object("x", "theirs", "z", "3"))));
        assertThat(data("shared")).isEqualTo(Map.of("x", "theirs", "y", "2", "z", "3"));
        drill(
                "config/remove-key",
                key("y"),
                config("shared"),
                () -> cluster.api()
                        .patch(CONFIG_MAPS + "/shared", Json.object("data", Json.object("y", "theirs too"))));
        assertThat(data("shared")).isEqualTo(Map.of("x", "theirs", "y", "theirs too", "z", "3"));
    }

    @Test
    void theValueOfASecretIsSeenNowhere() throws IOException {
        secret("password", "Opaque", Map.of("word", VALUE));
        var planned = plan(machine, "config/corrupt", key("word"), secretNamed("password"), SOON);
        assertThat(planned.plan().toString()).doesNotContain(VALUE).doesNotContain("battery");
        var stop = new Stop();
        drill("config/corrupt", key("word"), secretNamed("password"), () -> {
            assertThat(secretData("password").get("word")).isEqualTo(base64("%{[corrupted by shakeout"));
            assertNowhere(VALUE);
            assertNowhere("battery");
        });
        assertThat(secretData("password")).isEqualTo(Map.of("word", VALUE));
        var journal = run(plan(machine, "config/remove-key", key("word"), secretNamed("password"), MOMENT), stop);
        assertThat(journal.verdict()).isEqualTo(Verdict.PASSED);
        assertThat(journal.toString()).doesNotContain(VALUE).doesNotContain("battery");
        assertThat(secretData("password")).isEqualTo(Map.of("word", VALUE));
    }

    @Test
    void whatCannotBeCorruptedIsRefused() throws IOException {
        configMap("fixed", Map.of("x", "1"));
        assertRefused("config/corrupt", key("y"), config("fixed"), "has no key 'y'; it has x");
        assertRefused("config/corrupt", key("x").with(ConfigCorrupt.VALUE, "1"), config("fixed"), "this value already");
        cluster.api().patch(CONFIG_MAPS + "/fixed", Json.object("immutable", true));
        assertRefused("config/remove-key", key("x"), config("fixed"), "is immutable");
        secret("tls", "kubernetes.io/tls", Map.of("tls.crt", base64("c"), "tls.key", base64("k")));
        assertRefused("config/remove-key", key("tls.key"), secretNamed("tls"), "tls.key");
        configMap("long", Map.of("k".repeat(250), "1"));
        assertRefused("config/remove-key", key("k".repeat(250)), config("long"), "too long to be put aside");
        drill("config/corrupt", key("tls.crt"), secretNamed("tls"), () -> {});
    }

    @Test
    void aServiceLeadsToNobodyAndThenToItsPodsAgain() throws IOException {
        deploy("served", 2);
        var service = service("served");
        drill("service/no-endpoints", Arguments.NONE, service, () -> {
            var selector = cluster.api()
                    .get(SERVICES + "/served")
                    .field("spec", "selector")
                    .orElseThrow();
            assertThat(selector.text()).contains("\"app\":\"served\"").contains("shakeout.dev/");
            assertRefused("service/no-endpoints", Arguments.NONE, service, "no endpoint that is ready already");
        });
        assertThat(cluster.api().get(SERVICES + "/served").text("spec", "selector"))
                .isEqualTo("{\"app\":\"served\"}");
        cluster.api()
                .create(
                        SERVICES,
                        Json.object(
                                "metadata",
                                Json.object("name", "elsewhere"),
                                "spec",
                                Json.object("type", "ExternalName", "externalName", "example.com")));
        assertRefused(
                "service/no-endpoints", Arguments.NONE, named(ServiceFinder.KIND, "elsewhere"), "has no selector");
    }

    @Test
    void aWorkloadIsCutOffByAPolicyThatIsDeletedAgain() throws IOException {
        deploy("cut", 1);
        var workload = named(WorkloadFinder.KIND, "cut");
        drill("workload/partition", Arguments.NONE, workload, () -> {
            KubernetesObject policy = cluster.api().get(POLICIES).each("items").getFirst();
            assertThat(policy.text("spec"))
                    .isEqualTo(
                            "{\"podSelector\":{\"matchLabels\":{\"app\":\"cut\"}},\"policyTypes\":[\"Ingress\",\"Egress\"]}");
            assertThat(policy.text("metadata", "labels", Custody.LABEL)).isEqualTo(Custody.US);
        });
        assertThat(cluster.api().get(POLICIES).each("items")).isEmpty();
        var peers = Arguments.NONE
                .with(WorkloadPartition.DIRECTION, "in")
                .with(WorkloadPartition.PEERS, Map.of("app", "web", "tier", "front"));
        drill("workload/partition", peers, workload, () -> {
            KubernetesObject policy = cluster.api().get(POLICIES).each("items").getFirst();
            assertThat(policy.each("spec", "ingress").getFirst().each("from")).hasSize(3);
            assertThat(policy.field("spec", "egress")).isEmpty();
        });
        assertThat(cluster.api().get(POLICIES).each("items")).isEmpty();
        assertRefused(
                "workload/partition",
                Arguments.NONE.with(WorkloadPartition.PEER_NAMESPACE, "x"),
                workload,
                "give their labels as peers too");
    }

    @Test
    void aNamespaceTakesNoMorePodsUntilItsQuotaIsDeleted() throws IOException {
        namespace("full");
        var namespace = named(NamespaceFinder.KIND, "full");
        drill("namespace/quota", Arguments.NONE, namespace, () -> {
            var refused = createPod("full");
            assertThat(refused.status()).isEqualTo(403);
            assertThat(refused.body().text("message")).contains("exceeded quota");
        });
        assertThat(createPod("full").ok()).isTrue();
        var little = Arguments.NONE
                .with(NamespaceQuota.CPU, new BigDecimal("0.1"))
                .with(NamespaceQuota.MEMORY, new Bytes(0));
        drill(
                "namespace/quota",
                little,
                namespace,
                () -> assertThat(cluster.api()
                                .get("/api/v1/namespaces/full/resourcequotas")
                                .each("items")
                                .getFirst()
                                .text("spec", "hard"))
                        .isEqualTo("{\"requests.cpu\":\"100m\",\"requests.memory\":\"0\"}"));
        assertThat(cluster.api().get("/api/v1/namespaces/full/resourcequotas").each("items"))
                .isEmpty();
    }

    @Test
    void newContainersOfANamespaceAreLimited() throws IOException {
        namespace("tight");
        var namespace = named(NamespaceFinder.KIND, "tight");
        drill(
                "namespace/limits",
                Arguments.NONE.with(NamespaceLimits.MEMORY, Bytes.mebibytes(64)),
                namespace,
                () -> assertThat(createPod("tight")
                                .body()
                                .each("spec", "containers")
                                .getFirst()
                                .text("resources", "limits"))
                        .isEqualTo("{\"memory\":\"64Mi\"}"));
        assertThat(cluster.api().get("/api/v1/namespaces/tight/limitranges").each("items"))
                .isEmpty();
        assertRefused("namespace/limits", Arguments.NONE, namespace, "give cpu or memory, or both");
    }

    @Test
    void anAutoscalerIsKeptWhereItIs() throws IOException {
        deploy("scaling", 2);
        var target = Json.object("apiVersion", "apps/v1", "kind", "Deployment", "name", "scaling");
        cluster.api()
                .create(
                        AUTOSCALERS,
                        Json.object(
                                "metadata",
                                Json.object("name", "scaler"),
                                "spec",
                                Json.object("scaleTargetRef", target, "minReplicas", 1, "maxReplicas", 5)));
        var scaler = new Selector(
                AutoscalerFinder.KIND, Arguments.NONE.with(AutoscalerFinder.OF, "deployment/scaling"), ONE);
        KubernetesObject fresh = cluster.api().get(AUTOSCALERS + "/scaler");
        cluster.api()
                .patch(
                        AUTOSCALERS + "/scaler/status",
                        Json.object("status", Json.object("currentReplicas", 2, "desiredReplicas", 2)));
        assertThat(fresh.text("spec", "minReplicas")).isEqualTo("1");
        drill("autoscaler/freeze", Arguments.NONE, scaler, () -> {
            KubernetesObject now = cluster.api().get(AUTOSCALERS + "/scaler");
            assertThat(now.text("spec", "minReplicas")).isEqualTo("2");
            assertThat(now.text("spec", "maxReplicas")).isEqualTo("2");
            assertRefused("autoscaler/freeze", Arguments.NONE, scaler, "but one number of replicas already");
            cluster.api().patch(AUTOSCALERS + "/scaler", Json.object("spec", Json.object("maxReplicas", 9)));
        });
        KubernetesObject after = cluster.api().get(AUTOSCALERS + "/scaler");
        assertThat(after.text("spec", "minReplicas")).isEqualTo("1");
        assertThat(after.text("spec", "maxReplicas")).isEqualTo("9");
    }

    @Test
    void twoFaultsOfOneObjectAreTakenBackEachForItself() throws IOException {
        deploy("twice", 2);
        configMap("two", Map.of("x", "1", "y", "2"));
        var workload = named(WorkloadFinder.KIND, "twice");
        var journal = run(
                new Planner(CATALOG, machine)
                        .plan(
                                Experiment.of(
                                        "two at once",
                                        List.of(
                                                action(
                                                        "workload/resources",
                                                        Arguments.NONE.with(
                                                                WorkloadResources.CPU_LIMIT, BigDecimal.ONE),
                                                        workload),
                                                action(
                                                        "workload/scale",
                                                        Arguments.NONE.with(WorkloadScale.REPLICAS, 5),
                                                        workload),
                                                action("config/corrupt", key("x"), config("two")),
                                                action("config/remove-key", key("y"), config("two")))),
                                1),
                new Stop());
        assertThat(journal.verdict()).as(journal.reasons().toString()).isEqualTo(Verdict.PASSED);
        assertThat(data("two")).isEqualTo(Map.of("x", "1", "y", "2"));
        assertThat(deployment("twice").text("spec", "replicas")).isEqualTo("2");
        await().atMost(SOON) // the mark of a closed node is a taint too, which Kubernetes takes away itself
                .until(() -> cluster.api()
                        .get("/api/v1/nodes/node-2")
                        .field("spec", "taints")
                        .isEmpty());
        assertThat(deployment("twice").text("spec", "template")).contains("\"resources\":{}");
        awaitReady("twice", 2);
    }

    @Test
    void whoeverIsInTheClusterTakesItBackWithoutAShell() throws IOException {
        configMap("remote", Map.of("x", "1", "y", "2"));
        drill("config/corrupt", key("x"), config("remote"), () -> {
            takeBackByLease();
            assertThat(data("remote")).isEqualTo(Map.of("x", "1", "y", "2"));
        });
        drill("config/remove-key", key("x"), config("remote"), () -> {
            cluster.api().patch(CONFIG_MAPS + "/remote", Json.object("data", Json.object("x", "theirs")));
            takeBackByLease();
            assertThat(data("remote")).isEqualTo(Map.of("x", "theirs", "y", "2"));
        });
        namespace("remote");
        drill("namespace/quota", Arguments.NONE, named(NamespaceFinder.KIND, "remote"), () -> {
            takeBackByLease();
            assertThat(cluster.api()
                            .get("/api/v1/namespaces/remote/resourcequotas")
                            .each("items"))
                    .isEmpty();
        });
        drill("node/taint", Arguments.NONE, named(NodeFinder.KIND, "node-3"), () -> {
            takeBackByLease();
            assertThat(cluster.api().get("/api/v1/nodes/node-3").field("spec", "taints"))
                    .isEmpty();
        });
        deploy("remote", 1);
        var squeeze = Arguments.NONE
                .with(WorkloadResources.CPU_REQUEST, BigDecimal.ONE)
                .with(WorkloadResources.CPU_LIMIT, BigDecimal.TWO);
        drill("workload/resources", squeeze, named(WorkloadFinder.KIND, "remote"), () -> {
            Json ours = deployment("remote")
                    .each("spec", "template", "spec", "containers")
                    .getFirst()
                    .json();
            var beside = Json.object("name", "beside", "image", "shop/beside:1.0");
            var containers = Json.object("containers", Json.of(List.of(beside, ours)));
            cluster.api()
                    .patch(
                            deployments() + "/remote",
                            Json.object("spec", Json.object("template", Json.object("spec", containers))));
            takeBackByLease();
            assertThat(deployment("remote").text("spec", "template")).doesNotContain("\"cpu\"");
        });
    }

    private static Activity.Action action(String fault, Arguments arguments, Selector selector) {
        return action(fault, arguments, selector, Optional.empty());
    }

    private static Arguments key(String key) {
        return Arguments.NONE.with(ConfigKey.KEY, key);
    }

    private static Selector config(String name) {
        return named(ConfigFinder.KIND, name);
    }

    private static Selector secretNamed(String name) {
        var by = Arguments.NONE.with(ConfigFinder.TYPE, "secret").with(Criteria.NAME, name);
        return new Selector(ConfigFinder.KIND, by, ONE);
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
    }

    private void configMap(String name, Map<String, String> data) throws IOException {
        cluster.api().create(CONFIG_MAPS, Json.object("metadata", Json.object("name", name), "data", json(data)));
    }

    private void secret(String name, String type, Map<String, String> data) throws IOException {
        cluster.api()
                .create(SECRETS, Json.object("metadata", Json.object("name", name), "type", type, "data", json(data)));
    }

    private static Json.Obj json(Map<String, String> texts) {
        Json.Obj json = Json.Obj.EMPTY;
        for (Map.Entry<String, String> each : texts.entrySet()) {
            json = json.with(each.getKey(), Json.of(each.getValue()));
        }
        return json;
    }

    private Map<String, String> data(String configMap) throws IOException {
        return texts(cluster.api().get(CONFIG_MAPS + "/" + configMap));
    }

    private Map<String, String> secretData(String secret) throws IOException {
        return texts(cluster.api().get(SECRETS + "/" + secret));
    }

    private static Map<String, String> texts(KubernetesObject object) {
        var texts = new java.util.HashMap<String, String>();
        if (object.field("data").orElseThrow() instanceof Json.Obj(var members)) {
            members.forEach((key, value) -> texts.put(key, value.text()));
        }
        return texts;
    }

    private void namespace(String name) throws IOException {
        cluster.api().create("/api/v1/namespaces", Json.object("metadata", Json.object("name", name)));
        await().atMost(SOON)
                .until(() -> cluster.api()
                        .ask("GET", "/api/v1/namespaces/" + name + "/serviceaccounts/default", Json.Obj.EMPTY)
                        .ok());
    }

    private dev.shakeout.testbed.KubernetesApi.Answer createPod(String namespace) throws IOException {
        var spec = Json.object("containers", Json.of(List.of(Json.object("name", "a", "image", "b"))));
        return cluster.api()
                .ask(
                        "POST",
                        "/api/v1/namespaces/" + namespace + "/pods",
                        Json.object("metadata", Json.object("generateName", "new-"), "spec", spec));
    }

    private Selector service(String app) throws IOException {
        var spec = Json.object("selector", Json.object("app", app), "ports", Json.of(List.of(Json.object("port", 80))));
        cluster.api().create(SERVICES, Json.object("metadata", Json.object("name", app), "spec", spec));
        String slices = ResourceType.ENDPOINT_SLICE.path("default") + "?labelSelector=kubernetes.io%2Fservice-name%3D";
        await().atMost(SOON)
                .until(() -> cluster.api().get(slices + app).each("items").stream()
                                .flatMap(slice -> slice.each("endpoints").stream())
                                .filter(endpoint ->
                                        endpoint.text("conditions", "ready").equals("true"))
                                .count()
                        == 2);
        return named(ServiceFinder.KIND, app);
    }
}
