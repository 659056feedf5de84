package dev.shakeout.faults.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shakeout.model.Arguments;
import dev.shakeout.model.Json;
import dev.shakeout.model.Selector;
import dev.shakeout.model.Target;
import dev.shakeout.testbed.KubernetesObject;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Pods are found by the labels of their nodes, and nodes by the labels of their pods. */
class OnNodesTest extends WithCluster {
    private static final Arguments ON_SSD =
            Arguments.NONE.with(Criteria.LABELS, Map.of("app", "web")).with(OnNodes.SELECTOR, "disk=ssd,!slow");

    @Test
    void podsOnNodesWithALabelAreHitAndNoOthers() throws IOException {
        label("node-1", Json.object("disk", "ssd"));
        label("node-2", Json.object("disk", "ssd", "slow", "yes"));
        place("web", 2, "node-1");
        place("web", 2, "node-2");
        Set<String> meant = on("node-1");

        var all = new Selector(PodFinder.KIND, ON_SSD, new Selector.Mode.All());
        assertThat(names(new PodFinder().find(ON_SSD, machine))).isEqualTo(meant);
        grant("breaker", experiment("pod/delete", Arguments.NONE, all));
        try (var limited = new Limited(cluster.kubeconfig("breaker", "default"))) {
            var planned = plan(limited.machine(), "pod/delete", Arguments.NONE, all, Duration.ofSeconds(1));
            assertThat(planned.plan().refusals()).isEmpty();
            assertThat(names(planned.plan().injections().stream()
                            .map(injection -> injection.target())
                            .toList()))
                    .isEqualTo(meant);
        }
        assertThat(new PodFinder().find(Arguments.NONE.with(OnNodes.SELECTOR, "disk=tape"), machine))
                .isEmpty();
    }

    @Test
    void aNodeIsFoundByAPodOnIt() throws IOException {
        namespace("elsewhere");
        place("api", 1, "node-3");
        var byPods = Arguments.NONE.with(NodeFinder.POD_SELECTOR, "app=api").with(NodeFinder.POD_NAMESPACE, "default");
        assertThat(names(new NodeFinder().find(byPods, machine))).containsExactly("node-3");
        assertThat(new NodeFinder().find(byPods.with(NodeFinder.POD_NAMESPACE, "elsewhere"), machine))
                .isEmpty();
        drill(
                "node/drain",
                Arguments.NONE,
                new Selector(NodeFinder.KIND, byPods, ONE),
                () -> assertThat(cluster.api().get("/api/v1/nodes/node-3").text("spec", "unschedulable"))
                        .isEqualTo("true"));
    }

    private static Set<String> names(List<Target> targets) {
        return targets.stream().map(Target::name).collect(Collectors.toSet());
    }

    private Set<String> on(String node) throws IOException {
        return cluster.api().get(PODS + "?labelSelector=app%3Dweb").each("items").stream()
                .filter(pod -> pod.text("spec", "nodeName").equals(node))
                .map(KubernetesObject::name)
                .map("default/"::concat)
                .collect(Collectors.toSet());
    }

    private void label(String node, Json labels) throws IOException {
        cluster.api().patch("/api/v1/nodes/" + node, Json.object("metadata", Json.object("labels", labels)));
    }

    /** Ready pods of an application on a node; the node may be left, as what is drained goes elsewhere. */
    private void place(String app, int replicas, String node) throws IOException {
        String name = app + "-on-" + node;
        var labels = Json.object("app", app, "on", node);
        var affinity = Json.object(
                "nodeAffinity",
                Json.object(
                        "preferredDuringSchedulingIgnoredDuringExecution",
                        Json.of(List.of(Json.object(
                                "weight",
                                100,
                                "preference",
                                Json.object(
                                        "matchExpressions",
                                        Json.of(List.of(Json.object(
                                                "key",
                                                "kubernetes.io/hostname",
                                                "operator",
                                                "In",
                                                "values",
                                                Json.of(List.of(Json.of(node))))))))))));
        var container = Json.object("name", "main", "image", "shop/web:1.0");
        var template = Json.object(
                "metadata",
                Json.object("labels", labels),
                "spec",
                Json.object("containers", Json.of(List.of(container)), "affinity", affinity));
        cluster.api()
                .create(
                        deployments(),
                        Json.object(
                                "metadata",
                                Json.object("name", name),
                                "spec",
                                Json.object(
                                        "replicas",
                                        replicas,
                                        "selector",
                                        Json.object("matchLabels", labels),
                                        "template",
                                        template)));
        awaitReady(name, replicas);
    }
}
