package dev.shakeout.faults.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.shakeout.model.Arguments;
import dev.shakeout.model.Bytes;
import dev.shakeout.model.Json;
import dev.shakeout.model.Selector;
import dev.shakeout.testbed.KubernetesObject;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Templates of workloads are changed, and pods made to fail. */
class WorkloadFaultsTest extends WithCluster {
    private static final String STATEFUL_SETS = "/apis/apps/v1/namespaces/default/statefulsets";

    @Test
    void aRestartReplacesAllPodsOnce() throws IOException {
        deploy("restarted", 2);
        var before = pods("restarted").stream().map(KubernetesObject::name).toList();
        drill("workload/restart", Arguments.NONE, named("restarted"), () -> {});
        await().atMost(SOON)
                .untilAsserted(
                        () -> assertThat(pods("restarted")).hasSize(2).noneMatch(pod -> before.contains(pod.name())));
        assertThat(deployment("restarted").text("metadata", "generation")).isEqualTo("2");
    }

    @Test
    void anImageThatCannotBePulledIsSetBack() throws IOException {
        deploy("pulled", 2);
        drill(
                "workload/image",
                Arguments.NONE,
                named("pulled"),
                () -> assertThat(image("pulled")).isEqualTo("registry.shakeout.invalid/not-there:1"));
        assertThat(image("pulled")).isEqualTo("shop/pulled:1.0");
        awaitReady("pulled", 2);
    }

    @Test
    void aStatefulSetComesBackThoughItWaitsForABrokenPod() throws IOException {
        cluster.api().create(STATEFUL_SETS, workload("stateful", Map.of("replicas", Json.of(2))));
        awaitStateful();
        var one = new Selector(
                WorkloadFinder.KIND,
                Arguments.NONE.with(WorkloadFinder.TYPE, "statefulset").with(Criteria.NAME, "stateful"),
                ONE);
        drill("workload/image", Arguments.NONE, one, () -> {});
        awaitStateful();
        drill("workload/unready", Arguments.NONE, one, () -> {});
        awaitStateful();
        var little = Arguments.NONE.with(WorkloadResources.CPU_LIMIT, BigDecimal.ONE);
        assertRefused("workload/resources", little, one, "waits for each to be ready");
    }

    private void awaitStateful() {
        await().atMost(SOON)
                .until(() -> pods("stateful").stream()
                                .filter(pod -> new Resource(ResourceType.POD, pod.json()).isReady()
                                        && pod.text("spec", "containers").contains("shop/stateful:1.0"))
                                .count()
                        == 2);
    }

    @Test
    void whoeverChangesTheImageMeanwhileKeepsTheirs() throws IOException {
        deploy("updated", 1);
        drill(
                "workload/image",
                Arguments.NONE,
                named("updated"),
                () -> cluster.api()
                        .patch(
                                deployments() + "/updated",
                                containers(Json.object("name", "main", "image", "shop/updated:2.0"))));
        assertThat(image("updated")).isEqualTo("shop/updated:2.0");
    }

    @Test
    void aProbeThatFailsIsTakenAwayEvenWhenTheContainerHasMoved() throws IOException {
        deploy("probed", 2);
        drill("workload/unready", Arguments.NONE, named("probed"), () -> {
            Json ours = deployment("probed")
                    .each("spec", "template", "spec", "containers")
                    .getFirst()
                    .json();
            var beside = Json.object("name", "beside", "image", "shop/beside:1.0");
            cluster.api().patch(deployments() + "/probed", containers(beside, ours));
        });
        List<KubernetesObject> containers = deployment("probed").each("spec", "template", "spec", "containers");
        assertThat(containers).extracting(each -> each.text("name")).containsExactly("beside", "main");
        assertThat(containers.getLast().field("readinessProbe")).isEmpty();
        awaitReady("probed", 2);
    }

    @Test
    void limitsAreSqueezedAndEachIsSetBackUnlessItIsAnothersNow() throws IOException {
        deploy("squeezed", 1);
        var resources =
                Json.object("limits", Json.object("cpu", "2", "memory", "1Gi"), "requests", Json.object("cpu", "500m"));
        cluster.api()
                .patch(
                        deployments() + "/squeezed",
                        containers(Json.object("name", "main", "image", "shop/squeezed:1.0", "resources", resources)));
        awaitRolledOut("squeezed");
        var arguments = Arguments.NONE
                .with(WorkloadResources.CPU_LIMIT, new BigDecimal("0.05"))
                .with(WorkloadResources.MEMORY_LIMIT, Bytes.mebibytes(16));
        drill("workload/resources", arguments, named("squeezed"), () -> {
            assertThat(resources("squeezed").toString())
                    .isEqualTo("{\"limits\":{\"cpu\":\"50m\",\"memory\":\"16Mi\"},\"requests\":{\"cpu\":\"50m\"}}");
            var theirs = Json.object(
                    "limits", Json.object("cpu", "50m", "memory", "32Mi"), "requests", Json.object("cpu", "50m"));
            cluster.api()
                    .patch(
                            deployments() + "/squeezed",
                            containers(Json.object("name", "main", "image", "shop/squeezed:1.0", "resources", theirs)));
        });
        assertThat(resources("squeezed"))
                .isEqualTo("{\"limits\":{\"cpu\":\"2\",\"memory\":\"32Mi\"},\"requests\":{\"cpu\":\"500m\"}}");
    }

    @Test
    void limitsThatWereNotThereAreTakenAway() throws IOException {
        deploy("free", 1);
        drill(
                "workload/resources",
                Arguments.NONE.with(WorkloadResources.MEMORY_LIMIT, new Bytes(20_000_000)),
                named("free"),
                () -> assertThat(resources("free")).contains("\"memory\":\"20M\""));
        assertThat(resources("free")).isEqualTo("{}");
    }

    @Test
    void whatCannotBeChangedIsRefused() throws IOException {
        deploy("firm", 1);
        assertRefused(
                "workload/image",
                Arguments.NONE.with(PodTemplate.CONTAINER, "none"),
                named("firm"),
                "deployment firm has no container none; it has main");
        assertRefused(
                "workload/image",
                Arguments.NONE.with(WorkloadImage.IMAGE, "a b"),
                named("firm"),
                "'a b' is no name of an image");
        assertRefused(
                "workload/image", Arguments.NONE.with(WorkloadImage.IMAGE, "shop/firm:1.0"), named("firm"), "already");
        assertRefused("workload/resources", Arguments.NONE, named("firm"), "give at least one of cpu-limit");
        assertRefused(
                "workload/resources",
                Arguments.NONE
                        .with(WorkloadResources.CPU_LIMIT, BigDecimal.ONE)
                        .with(WorkloadResources.CPU_REQUEST, BigDecimal.TEN),
                named("firm"),
                "cannot request 10 of cpu, as its limit is 1");
        cluster.api().patch(deployments() + "/firm", Json.object("spec", Json.object("paused", true)));
        assertRefused("workload/unready", Arguments.NONE, named("firm"), "is paused");
        cluster.api().patch(deployments() + "/firm", Json.object("spec", Json.object("paused", false, "replicas", 0)));
        assertRefused("workload/restart", Arguments.NONE, named("firm"), "has no pods");
    }

    @Test
    void whatRunsInAPodIsReplacedAndSetBack() throws IOException {
        deploy("failing", 1);
        String name = pods("failing").getFirst().name();
        var pod = new Selector(PodFinder.KIND, Arguments.NONE.with(PodFinder.OWNER, "failing"), ONE);
        drill("pod/fail", Arguments.NONE, pod, () -> {});
        await().atMost(SOON).until(() -> {
            KubernetesObject status = pods("failing")
                    .getFirst()
                    .each("status", "containerStatuses")
                    .getFirst();
            return status.text("image").equals("shop/failing:1.0")
                    && status.text("restartCount").equals("2");
        });
        assertThat(pods("failing")).extracting(KubernetesObject::name).containsExactly(name);
        assertRefused(
                "pod/fail",
                Arguments.NONE.with(PodFail.IMAGE, "shop/failing:1.0"),
                pod,
                "runs shop/failing:1.0 already");
        assertRefused(
                "pod/fail", Arguments.NONE.with(PodTemplate.CONTAINER, "x"), pod, "has no container x; it has main");
    }

    private static Selector named(String name) {
        return named(WorkloadFinder.KIND, name);
    }

    private static Json.Obj containers(Json... containers) {
        return Json.object(
                "spec",
                Json.object("template", Json.object("spec", Json.object("containers", Json.of(List.of(containers))))));
    }

    private String image(String name) throws IOException {
        return deployment(name)
                .each("spec", "template", "spec", "containers")
                .getFirst()
                .text("image");
    }

    private String resources(String name) throws IOException {
        return deployment(name)
                .each("spec", "template", "spec", "containers")
                .getFirst()
                .text("resources");
    }

    private void awaitRolledOut(String name) {
        await().atMost(SOON).until(() -> {
            KubernetesObject now = deployment(name);
            return now.text("status", "observedGeneration").equals(now.text("metadata", "generation"))
                    && now.text("status", "updatedReplicas").equals(now.text("status", "replicas"))
                    && now.text("status", "readyReplicas").equals(now.text("status", "replicas"));
        });
    }
}
