package dev.shakeout.testbed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.shakeout.engine.Machine;
import dev.shakeout.engine.ProcessIdentity;
import dev.shakeout.model.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterTest {
    private static final String DEPLOYMENTS = "/apis/apps/v1/namespaces/default/deployments";
    private static final String PODS = "/api/v1/namespaces/default/pods";
    private static final Duration SOON = Duration.ofSeconds(30);

    @TempDir
    private static Path folder;

    private static Cluster cluster;

    /** The first test starts it for all. Not before all: no report would say why nothing was tested. */
    @BeforeEach
    void start() throws IOException {
        if (cluster == null) {
            cluster = Cluster.start(folder, Machine.local());
            cluster.playNodes(3);
        }
    }

    @AfterAll
    static void stop() {
        if (cluster != null) {
            cluster.close();
        }
    }

    @Test
    void aDeploymentGetsItsPodsAndADeletedOneIsMadeAgain() throws IOException {
        deploy("web", 3, Json.Obj.EMPTY);
        awaitReady("web", 3);
        KubernetesObject first = pods("web").getFirst();
        assertThat(first.text("spec", "nodeName")).startsWith("node-");
        assertThat(first.text("status", "podIP")).startsWith("10.78.");

        cluster.api().delete(PODS + "/" + first.name());

        await().atMost(SOON)
                .untilAsserted(() -> assertThat(pods("web"))
                        .hasSize(3)
                        .noneMatch(pod -> pod.name().equals(first.name())));
        awaitReady("web", 3);
    }

    @Test
    void aBudgetThatAllowsNoneRefusesAnEviction() throws IOException {
        deploy("guarded", 2, Json.Obj.EMPTY);
        awaitReady("guarded", 2);
        Json selector = Json.object("matchLabels", Json.object("app", "guarded"));
        String budgets = "/apis/policy/v1/namespaces/default/poddisruptionbudgets";
        cluster.api()
                .create(
                        budgets,
                        Json.object(
                                "metadata",
                                Json.object("name", "guarded"),
                                "spec",
                                Json.object("minAvailable", 2, "selector", selector)));
        await().atMost(SOON)
                .until(() -> cluster.api()
                        .get(budgets + "/guarded")
                        .text("status", "currentHealthy")
                        .equals("2"));

        String pod = pods("guarded").getFirst().name();
        var answer = cluster.api()
                .ask(
                        "POST",
                        PODS + "/" + pod + "/eviction",
                        Json.object(
                                "apiVersion", "policy/v1", "kind", "Eviction", "metadata", Json.object("name", pod)));

        assertThat(answer.status()).as(answer.body().text("message")).isEqualTo(429);
        assertThat(answer.body().text("message")).contains("disruption budget");
    }

    @Test
    void aServiceAccountMayOnlyWhatItWasGranted() throws IOException {
        cluster.api()
                .create(
                        "/api/v1/namespaces/default/serviceaccounts",
                        Json.object("metadata", Json.object("name", "nobody")));
        assertThat(Files.readString(cluster.kubeconfig("nobody", "default"))).contains(cluster.server());
        try (var nobody = cluster.api("nobody", "default")) {
            var denied = nobody.ask("GET", PODS, Json.Obj.EMPTY);
            assertThat(denied.status()).isEqualTo(403);
            assertThat(denied.body().text("message")).contains("system:serviceaccount:default:nobody");

            Json attributes = Json.object("namespace", "default", "verb", "list", "resource", "pods");
            var review = nobody.create(
                    "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews",
                    Json.object(
                            "apiVersion",
                            "authorization.k8s.io/v1",
                            "kind",
                            "SelfSubjectAccessReview",
                            "spec",
                            Json.object("resourceAttributes", attributes)));
            assertThat(review.text("status", "allowed")).isEqualTo("false");
        }
    }

    @Test
    void aStubbornPodTakesItsGracePeriod() throws IOException {
        deploy("stubborn", 1, Json.object(PlayedPod.STUBBORN, "true"));
        awaitReady("stubborn", 1);
        String pod = PODS + "/" + pods("stubborn").getFirst().name();
        var deleted = cluster.api().ask("DELETE", pod, Json.object("gracePeriodSeconds", 2));
        assertThat(deleted.ok()).isTrue();
        assertThat(cluster.api().get(pod).text("metadata", "deletionGracePeriodSeconds"))
                .isEqualTo("2");
        await().atMost(SOON)
                .until(() -> cluster.api().ask("GET", pod, Json.Obj.EMPTY).status() == 404);
    }

    @Test
    void noPodComesToACordonedNode() throws IOException {
        String node = "/api/v1/nodes/node-1";
        cluster.api().patch(node, Json.object("spec", Json.object("unschedulable", true)));
        try {
            deploy("elsewhere", 6, Json.Obj.EMPTY);
            awaitReady("elsewhere", 6);
            assertThat(pods("elsewhere"))
                    .noneMatch(pod -> pod.text("spec", "nodeName").equals("node-1"));
        } finally {
            cluster.api().patch(node, Json.object("spec", Json.object("unschedulable", false)));
        }
    }

    @Test
    void aJobIsDoneWhenItsPodHasEnded() throws IOException {
        String jobs = "/apis/batch/v1/namespaces/default/jobs";
        Json container = Json.object("name", "main", "image", "shop/tidy:1.0");
        Json template = Json.object(
                "metadata",
                Json.object("annotations", Json.object(PlayedPod.EXIT, "0")),
                "spec",
                Json.object("restartPolicy", "Never", "containers", Json.of(List.of(container))));
        cluster.api()
                .create(
                        jobs,
                        Json.object(
                                "metadata", Json.object("name", "tidy"), "spec", Json.object("template", template)));
        await().atMost(SOON)
                .until(() -> cluster.api()
                        .get(jobs + "/tidy")
                        .text("status", "succeeded")
                        .equals("1"));
    }

    @Test
    void aServerThatStandsStillAnswersWhenItGoesOn() {
        cluster.pauseServer();
        CompletableFuture<KubernetesObject> late;
        try {
            late = CompletableFuture.supplyAsync(ClusterTest::firstNode);
            assertThatThrownBy(() -> late.get(300, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
        } finally {
            cluster.continueServer();
        }
        assertThat(late).succeedsWithin(SOON).extracting(KubernetesObject::name).isEqualTo("node-1");
    }

    @Test
    void aServerThatWasKilledComesBackWithItsData() throws IOException {
        deploy("kept", 2, Json.Obj.EMPTY);
        awaitReady("kept", 2);
        ProcessIdentity before = cluster.processes().getFirst();

        cluster.killServer();
        try {
            assertThat(before.lives()).isFalse();
            assertThatThrownBy(ClusterTest::firstNode).hasCauseInstanceOf(ConnectException.class);
        } finally {
            cluster.restartServer();
        }

        assertThat(cluster.processes().getFirst()).isNotEqualTo(before);
        String pod = pods("kept").getFirst().name();
        cluster.api().delete(PODS + "/" + pod);
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(pods("kept"))
                        .hasSize(2)
                        .noneMatch(one -> one.name().equals(pod)));
        awaitReady("kept", 2);
    }

    @Test
    void nothingIsLeftOfAClosedOne(@TempDir Path other) throws IOException {
        List<ProcessIdentity> all;
        try (var second = Cluster.start(other, Machine.local())) {
            all = second.processes();
            assertThat(all).hasSize(4).allMatch(ProcessIdentity::lives);
            second.pauseServer();
        }
        assertThat(all).noneMatch(ProcessIdentity::lives);
    }

    private static KubernetesObject firstNode() {
        try {
            return cluster.api().get("/api/v1/nodes/node-1");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void deploy(String name, int replicas, Json.Obj annotations) throws IOException {
        Json labels = Json.object("app", name);
        Json container = Json.object("name", "main", "image", "shop/web:1.0");
        Json template = Json.object(
                "metadata",
                Json.object("labels", labels, "annotations", annotations),
                "spec",
                Json.object("containers", Json.of(List.of(container))));
        Json spec =
                Json.object("replicas", replicas, "selector", Json.object("matchLabels", labels), "template", template);
        cluster.api().create(DEPLOYMENTS, Json.object("metadata", Json.object("name", name), "spec", spec));
    }

    private static void awaitReady(String name, int replicas) {
        await().atMost(SOON).untilAsserted(() -> {
            var status = cluster.api().get(DEPLOYMENTS + "/" + name);
            assertThat(status.text("status", "readyReplicas"))
                    .as(status.json().compact())
                    .isEqualTo(String.valueOf(replicas));
            assertThat(status.text("status", "unavailableReplicas")).isEmpty();
        });
    }

    private static List<KubernetesObject> pods(String app) throws IOException {
        return cluster.api().get(PODS + "?labelSelector=app%3D" + app).each("items");
    }
}
