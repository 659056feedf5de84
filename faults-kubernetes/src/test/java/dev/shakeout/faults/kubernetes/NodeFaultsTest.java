package dev.shakeout.faults.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.shakeout.engine.Stop;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Json;
import dev.shakeout.model.Selector;
import dev.shakeout.model.Verdict;
import dev.shakeout.testbed.KubernetesObject;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Nodes are drained and tainted, and pods evicted. */
class NodeFaultsTest extends WithCluster {
    private static final String DAEMON_SETS = "/apis/apps/v1/namespaces/default/daemonsets";

    @Test
    void aTaintIsTakenAwayAndThoseOfOthersAreKept() throws IOException {
        setTaints("node-1", taint("before"));
        var ours = Arguments.NONE.with(NodeTaint.KEY, "example.com/broken").with(NodeTaint.VALUE, "disk");
        drill("node/taint", ours, named(NodeFinder.KIND, "node-1"), () -> {
            assertThat(taints("node-1")).containsExactly("before", "example.com/broken");
            Json one = node("node-1").each("spec", "taints").getLast().json();
            setTaints("node-1", taint("meanwhile"), taint("another"), one);
        });
        assertThat(taints("node-1")).containsExactly("meanwhile", "another");
        setTaints("node-1");
        drill("node/taint", Arguments.NONE, named(NodeFinder.KIND, "node-1"), () -> {});
        assertThat(taints("node-1")).isEmpty();
    }

    @Test
    void aTaintThatIsThereOrCannotBeIsRefused() throws IOException {
        setTaints("node-2", taint("example.com/there"));
        var node = named(NodeFinder.KIND, "node-2");
        assertRefused("node/taint", Arguments.NONE.with(NodeTaint.KEY, "example.com/there"), node, "already");
        assertRefused("node/taint", Arguments.NONE.with(NodeTaint.KEY, "no key"), node, "'no key' is no key");
        assertRefused("node/taint", Arguments.NONE.with(NodeTaint.VALUE, "a b"), node, "'a b' is no value");
        setTaints("node-2");
    }

    @Test
    void aNodeIsDrainedOfAllButDaemonSetsAndOpenedAgain() throws IOException {
        deploy("drained", 4);
        daemons("agent");
        String name = nodeOf("drained");
        drill("node/drain", Arguments.NONE, named(NodeFinder.KIND, name), () -> {
            assertThat(node(name).text("spec", "unschedulable")).isEqualTo("true");
            assertThat(pods("drained"))
                    .noneMatch(pod -> pod.text("spec", "nodeName").equals(name));
        });
        assertThat(node(name).text("spec", "unschedulable")).isEmpty();
        awaitReady("drained", 4);
        assertThat(cluster.api().get(DAEMON_SETS + "/agent").text("status", "numberReady"))
                .isEqualTo("3");
    }

    @Test
    void aNodeWithAPodOfNobodyIsDrainedOnlyIfThatMayStay() throws IOException {
        deploy("beside", 1);
        String name = nodeOf("beside");
        var spec =
                Json.object("nodeName", name, "containers", Json.of(List.of(Json.object("name", "a", "image", "b"))));
        cluster.api().create(PODS, Json.object("metadata", Json.object("name", "alone"), "spec", spec));
        var node = named(NodeFinder.KIND, name);
        assertRefused("node/drain", Arguments.NONE, node, "default/alone on node " + name + " belongs to nothing");
        drill("node/drain", Arguments.NONE.with(NodeDrain.UNOWNED, "leave"), node, () -> {});
        assertThat(cluster.api().get(PODS + "/alone").field("metadata", "deletionTimestamp"))
                .isEmpty();
        var pod = new Selector(PodFinder.KIND, Arguments.NONE.with(Criteria.NAME, "alone"), ONE);
        assertRefused("pod/delete", Arguments.NONE, pod, "belongs to nothing that would make another one");
        assertRefused("pod/evict", Arguments.NONE, pod, "belongs to nothing that would make another one");
        cluster.api().delete(PODS + "/alone");
    }

    @Test
    void anEmptyNodeIsNotDrained() throws IOException {
        cluster.api().create("/api/v1/nodes", closed("empty"));
        assertRefused("node/drain", Arguments.NONE, named(NodeFinder.KIND, "empty"), "no pod is on node empty");
        cluster.api().delete("/api/v1/nodes/empty");
    }

    @Test
    void anEvictionHonoursABudgetOrDefiesIt() throws IOException {
        deploy("guarded", 2);
        budget("guarded", 2);
        var one = new Selector(PodFinder.KIND, Arguments.NONE.with(PodFinder.OWNER, "deployment/guarded"), ONE);
        var patient = Arguments.NONE.with(Eviction.PATIENCE, Duration.ofSeconds(1));
        var refused = run(plan(machine, "pod/evict", patient, one, Duration.ofSeconds(1)), new Stop());
        assertThat(refused.verdict()).isEqualTo(Verdict.FAILED);
        assertThat(refused.reasons().toString()).contains("disruption budget");
        assertThat(pods("guarded")).hasSize(2);
        drill("pod/evict", Arguments.NONE.with(Eviction.BUDGET, "defy"), one, () -> {});
        awaitReady("guarded", 2);
        budget("guarded", 1);
        drill("pod/evict", Arguments.NONE, one, () -> {});
        awaitReady("guarded", 2);
    }

    @Test
    void aLongPatienceIsSeveralSteps() throws IOException {
        deploy("awaited", 1);
        var one = new Selector(PodFinder.KIND, Arguments.NONE.with(PodFinder.OWNER, "deployment/awaited"), ONE);
        var patient = Arguments.NONE.with(Eviction.PATIENCE, Duration.ofSeconds(50));
        assertThat(plan(machine, "pod/evict", patient, one, Duration.ofSeconds(1))
                        .plan()
                        .injections()
                        .getFirst()
                        .steps())
                .hasSize(3);
        drill("pod/evict", patient, one, () -> {});
    }

    @Test
    void whatCannotBeScaledClosedOrDeletedIsRefused() throws IOException {
        daemons("fixed");
        var daemons = Arguments.NONE.with(WorkloadFinder.TYPE, "daemonset").with(Criteria.NAME, "fixed");
        assertRefused(
                "workload/scale",
                Arguments.NONE,
                new Selector(WorkloadFinder.KIND, daemons, ONE),
                "has no number of replicas");
        deploy("one", 1);
        assertRefused(
                "workload/scale",
                Arguments.NONE.with(WorkloadScale.REPLICAS, 1),
                named(WorkloadFinder.KIND, "one"),
                "has 1 replica already");
        cluster.api().create("/api/v1/nodes", closed("closed"));
        assertRefused("node/cordon", Arguments.NONE, named(NodeFinder.KIND, "closed"), "takes no new pods already");
        cluster.api().delete("/api/v1/nodes/closed");
    }

    private static Json.Obj closed(String name) {
        return Json.object("metadata", Json.object("name", name), "spec", Json.object("unschedulable", true));
    }

    private KubernetesObject node(String name) throws IOException {
        return cluster.api().get("/api/v1/nodes/" + name);
    }

    private List<String> taints(String node) throws IOException {
        return node(node).each("spec", "taints").stream()
                .map(each -> each.text("key"))
                .toList();
    }

    private static Json taint(String key) {
        return Json.object("key", key, "effect", "NoSchedule");
    }

    private void setTaints(String node, Json... taints) throws IOException {
        cluster.api()
                .patch("/api/v1/nodes/" + node, Json.object("spec", Json.object("taints", Json.of(List.of(taints)))));
    }

    private String nodeOf(String deployment) throws IOException {
        return pods(deployment).getFirst().text("spec", "nodeName");
    }

    private void daemons(String name) throws IOException {
        cluster.api().create(DAEMON_SETS, workload(name, Map.of()));
        await().atMost(SOON)
                .until(() -> cluster.api()
                        .get(DAEMON_SETS + "/" + name)
                        .text("status", "numberReady")
                        .equals("3"));
    }

    private void budget(String name, int least) throws IOException {
        String all = ResourceType.DISRUPTION_BUDGET.path("default");
        var spec = Json.object("minAvailable", least, "selector", Json.object("matchLabels", Json.object("app", name)));
        var body = Json.object("metadata", Json.object("name", name), "spec", spec);
        if (cluster.api().ask("GET", all + "/" + name, Json.Obj.EMPTY).ok()) {
            cluster.api().patch(all + "/" + name, Json.object("spec", Json.object("minAvailable", least)));
        } else {
            cluster.api().create(all, body);
        }
        await().atMost(SOON).until(() -> {
            KubernetesObject now = cluster.api().get(all + "/" + name);
            return now.text("status", "observedGeneration").equals(now.text("metadata", "generation"))
                    && number(now, "status", "disruptionsAllowed") == 2 - least;
        });
    }
}
