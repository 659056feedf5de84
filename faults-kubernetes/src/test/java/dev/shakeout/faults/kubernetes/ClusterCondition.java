package dev.shakeout.faults.kubernetes;

import dev.shakeout.model.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;

/**
 * How a namespace and a node are, without what the server itself counts: every field of every object, with labels,
 * annotations and uids, and of pods, which are made anew, how many there are and what they run.
 */
record ClusterCondition(Cluster cluster, String namespace, String node) {
    private static final List<ResourceType> KEPT = List.of(
            ResourceType.DEPLOYMENT,
            ResourceType.SERVICE,
            ResourceType.CONFIG_MAP,
            ResourceType.AUTOSCALER,
            ResourceType.NETWORK_POLICY,
            ResourceType.RESOURCE_QUOTA,
            ResourceType.LIMIT_RANGE,
            ChaosMesh.type("PodChaos"),
            Litmus.ENGINE,
            ResourceType.LEASE);

    /** A restart that a person asked for has happened; its mark stays, and so does the number of the revision. */
    private static final Set<String> COUNTED = Set.of(
            "status",
            "resourceVersion",
            "generation",
            "managedFields",
            "creationTimestamp",
            "deployment.kubernetes.io/revision",
            "kubectl.kubernetes.io/restartedAt");

    private static final Duration TO_SETTLE = Duration.ofSeconds(20);
    private static final Duration AGAIN = Duration.ofMillis(100);

    /** As it is when the controllers have done their part, or when they take too long for it. */
    List<String> lines() {
        try {
            settle();
            var lines = new ArrayList<String>();
            for (ResourceType type : KEPT) {
                for (Resource each : all(type)) {
                    lines.add(type.word() + " " + kept(each.body()).compact());
                }
            }
            for (String path : List.of(ResourceType.NAMESPACE.path("", namespace), ResourceType.NODE.path("", node))) {
                lines.add(kept(cluster.get(path)).compact());
            }
            lines.addAll(pods());
            for (Resource budget :
                    all(ResourceType.DISRUPTION_BUDGET)) { // may be made anew, which gives it another uid
                lines.add("budget " + budget.name() + " " + budget.text("spec") + " " + budget.annotations());
            }
            Collections.sort(lines);
            return lines;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until every workload has the pods that it wants, and no others. */
    void settle() throws IOException {
        long end = System.nanoTime() + TO_SETTLE.toNanos();
        while (!isSettled() && System.nanoTime() < end) {
            LockSupport.parkNanos(AGAIN.toNanos());
        }
    }

    private boolean isSettled() throws IOException {
        long wanted = 0;
        for (Resource each : all(ResourceType.DEPLOYMENT)) {
            var workload = new Workload(each);
            if (!workload.rolledOut()) {
                return false;
            }
            wanted += workload.desired();
        }
        List<Resource> pods = all(ResourceType.POD);
        return pods.size() == wanted && pods.stream().allMatch(pod -> pod.isReady() && !pod.isEnding());
    }

    private List<String> pods() throws IOException {
        var lines = new ArrayList<String>();
        for (Resource pod : all(ResourceType.POD)) {
            var images = pod.list("spec", "containers").stream()
                    .map(container -> Resource.text(container, "image"))
                    .toList();
            var notes = new TreeMap<>(pod.annotations());
            notes.keySet().removeAll(COUNTED);
            lines.add("pod that runs " + images + (pod.isReady() ? "" : ", not ready")
                    + (pod.isEnding() ? ", ending" : "") + " " + notes);
        }
        return lines;
    }

    private List<Resource> all(ResourceType type) throws IOException {
        var all = new ArrayList<Resource>();
        cluster.list(type, namespace, Map.of(), all::add);
        return all;
    }

    private static Json kept(Json json) {
        return switch (json) {
            case Json.Obj(var members) -> {
                var kept = new TreeMap<String, Json>();
                members.forEach((key, value) -> {
                    Json of = kept(value);
                    if (!COUNTED.contains(key) && !of.equals(Json.Obj.EMPTY)) {
                        kept.put(key, of);
                    }
                });
                yield new Json.Obj(kept);
            }
            case Json.Arr(var items) ->
                Json.of(items.stream().map(ClusterCondition::kept).toList());
            default -> json;
        };
    }
}
