package dev.shakeout.faults.kubernetes;

import dev.shakeout.engine.Foreseen;
import dev.shakeout.engine.ProbeFailed;
import dev.shakeout.engine.Twin;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Json;
import dev.shakeout.model.Selector;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Twins of how chaostoolkit-kubernetes 0.39 closes, opens and drains nodes. */
public final class NodeActionTwins implements Twin.Table {
    private static final String NAMED = "name? label_selector?";
    private static final Duration LOOK = Duration.ofMillis(200);
    private static final Set<String> COMPLETED = Set.of("Succeeded", "Failed");

    @Override
    public List<Twin> twins() {
        return List.of(
                Deed.twin(
                        "node.actions.cordon_node",
                        NAMED,
                        call -> set(call, nodes(call), true),
                        call -> foresee(call, new NodeCordon())),
                Deed.twin("node.actions.uncordon_node", NAMED, call -> set(call, nodes(call), false)),
                Deed.twin(
                                "node.actions.drain_nodes",
                                NAMED
                                        + " delete_pods_with_local_storage? timeout? count? pod_label_selector? pod_namespace?",
                                NodeActionTwins::drain,
                                call -> foresee(call, new NodeDrain()))
                        .when(arguments -> arguments
                                        .get("count")
                                        .map(Json.Null.NULL::equals)
                                        .orElse(true)
                                && arguments
                                        .get("timeout")
                                        .map(Json::text)
                                        .orElse("0")
                                        .matches("[0-9]{1,6}")));
    }

    private static List<Resource> nodes(ToolkitCall call) throws IOException, ProbeFailed {
        var found = new ArrayList<Resource>();
        var query = ToolkitCall.query(call.find("label_selector"), call.find("name"));
        call.cluster().list(ResourceType.NODE, "", query, found::add);
        Optional<String> pods = call.find("pod_label_selector");
        Optional<String> namespace = call.find("pod_namespace");
        if (pods.isPresent() && namespace.isPresent()) {
            var on = new ArrayList<String>();
            call.cluster()
                    .list(
                            ResourceType.POD,
                            namespace.get(),
                            Map.of("labelSelector", pods.get()),
                            pod -> on.add(pod.text("spec", "nodeName")));
            found.removeIf(node -> !on.contains(node.name()));
        }
        if (found.isEmpty()) {
            throw ToolkitCall.failed("failed to find a node that matches selector");
        }
        return found;
    }

    private static Json set(ToolkitCall call, List<Resource> nodes, boolean closed) throws IOException, ProbeFailed {
        var names = new ArrayList<Json>();
        for (Resource node : nodes) {
            Deed.patch(
                    call,
                    node.path(),
                    Json.object("spec", Json.object("unschedulable", closed)),
                    "Failed to " + (closed ? "unschedule" : "schedule") + " node '" + node.name() + "': {body}");
            names.add(Json.of(node.name()));
        }
        return Json.of(names);
    }

    /** Of a drain, that of nodes on which is nothing but what stays is that they are closed. */
    private static List<Foreseen> foresee(ToolkitCall call, ByApi fault) throws IOException, ProbeFailed {
        var open = new ArrayList<Resource>();
        var leaving = new ArrayList<Resource>();
        for (Resource node : nodes(call)) {
            boolean drains = fault instanceof NodeDrain
                    && !NodeDrain.leaving(call.cluster(), node).isEmpty();
            if (drains) {
                leaving.add(node);
            } else if (!NodeCordon.isClosed(node)) {
                open.add(node);
            }
        }
        var by = Deed.cluster(call);
        for (var part : List.of(Map.entry(Criteria.NAME, "name"), Map.entry(Criteria.SELECTOR, "label_selector"))) {
            Optional<String> given = call.find(part.getValue());
            by = given.isPresent() ? by.with(part.getKey(), given.get()) : by;
        }
        var selector = new Selector(NodeFinder.KIND, by, Deed.ALL);
        var foreseen = new ArrayList<>(Deed.foreseen(new NodeCordon(), selector, Arguments.NONE, open));
        foreseen.addAll(Deed.foreseen(fault, selector, Arguments.NONE.with(NodeDrain.UNOWNED, "leave"), leaving));
        return foreseen;
    }

    private static Json drain(ToolkitCall call) throws IOException, ProbeFailed, InterruptedException {
        List<Resource> nodes = nodes(call);
        set(call, nodes, true);
        long timeout = Long.parseLong(call.text("timeout", "120"));
        for (Resource node : nodes) {
            List<Resource> pods = candidates(call, node);
            for (Resource pod : pods) {
                evict(call, pod);
            }
            awaitGone(call, pods, timeout);
        }
        return Json.of(nodes.stream().map(node -> Json.of(node.name())).toList());
    }

    private static List<Resource> candidates(ToolkitCall call, Resource node) throws IOException, ProbeFailed {
        var all = new ArrayList<Resource>();
        call.cluster().list(ResourceType.POD, "", Map.of("fieldSelector", "spec.nodeName=" + node.name()), all::add);
        boolean withStorage = call.call()
                .arguments()
                .get("delete_pods_with_local_storage")
                .map(Json::truthy)
                .orElse(false);
        var leaving = new ArrayList<Resource>();
        for (Resource pod : all) {
            if (pod.annotations().containsKey(NodeDrain.STATIC)) {
                continue;
            }
            if (pod.list("spec", "volumes").stream()
                    .anyMatch(volume -> Resource.at(volume, "emptyDir").isPresent())) {
                if (withStorage) {
                    leaving.add(pod);
                }
                continue;
            }
            Optional<String> owner = COMPLETED.contains(pod.text("status", "phase"))
                    ? Optional.of("")
                    : pod.owner().map(Resource.Owner::kind);
            if (owner.isEmpty()) {
                throw ToolkitCall.failed("Pod '" + pod.name() + "' on node '" + node.name()
                        + "' is unmanaged, cannot drain this node. Delete it manually first?");
            }
            if (!owner.get().equals("DaemonSet")) {
                leaving.add(pod);
            }
        }
        return leaving;
    }

    private static void evict(ToolkitCall call, Resource pod) throws IOException, ProbeFailed {
        var eviction = Eviction.request(pod, Json.Obj.EMPTY);
        var answer = call.cluster().send("POST", pod.path() + "/eviction", "application/json", eviction.compact());
        if (!answer.ok()) {
            throw ToolkitCall.failed("Failed to evict pod " + pod.name() + ": " + answer.text());
        }
    }

    private static void awaitGone(ToolkitCall call, List<Resource> pods, long timeout)
            throws IOException, ProbeFailed, InterruptedException {
        long begun = System.nanoTime();
        var left = new ArrayList<>(pods);
        while (true) {
            for (Resource pod : List.copyOf(left)) {
                Optional<Resource> now = call.cluster().find(ResourceType.POD, pod.path());
                if (now.isEmpty() || !now.get().uid().equals(pod.uid())) {
                    left.remove(pod);
                }
            }
            if (left.isEmpty()) {
                return;
            }
            if (System.nanoTime() - begun > Duration.ofSeconds(timeout).toNanos()) {
                throw ToolkitCall.failed("Draining nodes did not completed within " + timeout
                        + "s. Remaining pods are:\n"
                        + String.join("\n", left.stream().map(Resource::name).toList()));
            }
            Thread.sleep(LOOK);
        }
    }
}
