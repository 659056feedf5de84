package dev.shakeout.faults.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.shakeout.engine.Stop;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Bytes;
import dev.shakeout.model.Json;
import dev.shakeout.model.Selector;
import dev.shakeout.model.Verdict;
import dev.shakeout.testbed.KubernetesObject;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What stands around workloads is broken: their configuration, services, autoscalers, policies and quotas. */
class NamespacedFaultsTest extends WithCluster {
    private static final String SERVICES = "/api/v1/namespaces/default/services";
    private static final String POLICIES = ResourceType.NETWORK_POLICY.path("default");
    private static final String AUTOSCALERS = ResourceType.AUTOSCALER.path("default");
    private static final String VALUE = Configs.base64("correct horse battery staple");

    @Test
    void aConfigMapIsCorruptedAndItsOwnValueComesBack() throws IOException {
        configs().map("settings", Map.of("a.yaml", "port: 80", "b", "2"));
        drill(
                "config/corrupt",
                Configs.key("a.yaml"),
                Configs.named("settings"),
                () -> assertThat(configs().data("settings").get("a.yaml")).isEqualTo("%{[corrupted by shakeout"));
        assertThat(configs().data("settings")).isEqualTo(Map.of("a.yaml", "port: 80", "b", "2"));
        drill(
                "config/remove-key",
                Configs.key("b"),
                Configs.named("settings"),
                () -> assertThat(configs().data("settings")).doesNotContainKey("b"));
        assertThat(configs().data("settings")).isEqualTo(Map.of("a.yaml", "port: 80", "b", "2"));
    }

    @Test
    void whoeverChangesAKeyMeanwhileKeepsTheirsAndNothingIsLeftBeside() throws IOException {
        configs().map("shared", Map.of("x", "1", "y", "2"));
        drill(
                "config/corrupt",
                Configs.key("x"),
                Configs.named("shared"),
                () -> cluster.api()
                        .patch(Configs.MAPS + "/shared", Json.object("data", Json.object("x", "theirs", "z", "3"))));
        assertThat(configs().data("shared")).isEqualTo(Map.of("x", "theirs", "y", "2", "z", "3"));
        drill(
                "config/remove-key",
                Configs.key("y"),
                Configs.named("shared"),
                () -> cluster.api()
                        .patch(Configs.MAPS + "/shared", Json.object("data", Json.object("y", "theirs too"))));
        assertThat(configs().data("shared")).isEqualTo(Map.of("x", "theirs", "y", "theirs too", "z", "3"));
    }

    @Test
    void theValueOfASecretIsSeenNowhere() throws IOException {
        configs().secret("password", "Opaque", Map.of("word", VALUE));
        var planned = plan(machine, "config/corrupt", Configs.key("word"), Configs.secretNamed("password"), SOON);
        assertThat(planned.plan().toString()).doesNotContain(VALUE).doesNotContain("battery");
        var stop = new Stop();
        drill("config/corrupt", Configs.key("word"), Configs.secretNamed("password"), () -> {
            assertThat(configs().secretData("password").get("word"))
                    .isEqualTo(Configs.base64("%{[corrupted by shakeout"));
            assertNowhere(VALUE);
            assertNowhere("battery");
        });
        assertThat(configs().secretData("password")).isEqualTo(Map.of("word", VALUE));
        var journal = run(
                plan(machine, "config/remove-key", Configs.key("word"), Configs.secretNamed("password"), MOMENT), stop);
        assertThat(journal.verdict()).isEqualTo(Verdict.PASSED);
        assertThat(journal.toString()).doesNotContain(VALUE).doesNotContain("battery");
        assertThat(configs().secretData("password")).isEqualTo(Map.of("word", VALUE));
    }

    @Test
    void whatCannotBeCorruptedIsRefused() throws IOException {
        configs().map("fixed", Map.of("x", "1"));
        assertRefused("config/corrupt", Configs.key("y"), Configs.named("fixed"), "has no key 'y'; it has x");
        assertRefused(
                "config/corrupt",
                Configs.key("x").with(ConfigCorrupt.VALUE, "1"),
                Configs.named("fixed"),
                "this value already");
        cluster.api().patch(Configs.MAPS + "/fixed", Json.object("immutable", true));
        assertRefused("config/remove-key", Configs.key("x"), Configs.named("fixed"), "is immutable");
        configs()
                .secret(
                        "tls",
                        "kubernetes.io/tls",
                        Map.of("tls.crt", Configs.base64("c"), "tls.key", Configs.base64("k")));
        assertRefused("config/remove-key", Configs.key("tls.key"), Configs.secretNamed("tls"), "tls.key");
        configs().map("long", Map.of("k".repeat(250), "1"));
        assertRefused(
                "config/remove-key", Configs.key("k".repeat(250)), Configs.named("long"), "too long to be put aside");
        drill("config/corrupt", Configs.key("tls.crt"), Configs.secretNamed("tls"), () -> {});
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
