package dev.shakeout.dialects.foreign;

import dev.shakeout.dialects.Tree;
import java.util.List;
import java.util.Map;

/**
 * Who stands for which pods where there is no Kubernetes: a selector of another tool's file is held against these as the API
 * server would hold it against pods.
 */
public record TargetMap(List<Stand> stands) {
    public static final TargetMap NONE = new TargetMap(List.of());

    public TargetMap {
        stands = List.copyOf(stands);
    }

    /** Whether there is no map, so that pods are meant. */
    public boolean isEmpty() {
        return stands.isEmpty();
    }

    public List<Stand> matching(PodCriteria criteria) {
        return stands.stream().filter(criteria::selects).toList();
    }

    /**
     * Something that is no pod and is taken for one.
     *
     * @param namespace that it is in; empty means in all
     * @param name as a pod; empty means that no selector finds it by a name
     * @param nodeLabels of the node that it is on
     * @param target as an experiment of ours has it, without a mode: {kind: process, name: shop-api}
     * @param addresses by which others reach it, as the faults of the network take them
     */
    public record Stand(
            String namespace,
            String name,
            String node,
            Map<String, String> nodeLabels,
            Map<String, String> labels,
            Map<String, String> annotations,
            Tree.Obj target,
            List<String> addresses) {
        public Stand {
            nodeLabels = Map.copyOf(nodeLabels);
            labels = Map.copyOf(labels);
            annotations = Map.copyOf(annotations);
            addresses = List.copyOf(addresses);
        }

        public boolean isIn(String other) {
            return namespace.isEmpty() || namespace.equals(other);
        }

        public String kind() {
            return target.get("kind").map(kind -> kind.value().json().text()).orElse("");
        }
    }
}
