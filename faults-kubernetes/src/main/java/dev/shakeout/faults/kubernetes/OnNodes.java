package dev.shakeout.faults.kubernetes;

import dev.shakeout.engine.Omitted;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Parameter;
import dev.shakeout.model.Type;
import java.io.IOException;
import java.util.List;

/** Pods by the labels of the nodes that they are on. No query can ask for that: the nodes are looked up first. */
final class OnNodes {
    static final Parameter<String> SELECTOR = Parameter.optional(
            "node-selector",
            Type.text(),
            "A label selector of nodes as kubectl takes it, disktype=ssd: it is on one of them.");

    /** What the selector comes to; no person writes it. */
    private static final Parameter<List<String>> NAMES =
            Parameter.optional("nodes", Type.texts(), "Names of nodes: it is on one of them.");

    /** Most of a pod, but not where it is. */
    static final Omitted NOT_LOOKED_AT = Omitted.of(
            "items.metadata.managedFields",
            "items.spec.containers",
            "items.spec.initContainers",
            "items.spec.volumes",
            "items.status.containerStatuses",
            "items.status.initContainerStatuses");

    private OnNodes() {}

    /** Names in place of the selector. */
    static Arguments understood(Arguments by, Cluster cluster) throws IOException {
        var selector = by.find(SELECTOR);
        if (selector.isEmpty()) {
            return by;
        }
        List<String> names = Criteria.matching(
                        ResourceType.NODE, Arguments.NONE.with(Criteria.SELECTOR, selector.get()), cluster, List.of())
                .stream()
                .map(Resource::name)
                .toList();
        return by.without(SELECTOR).with(NAMES, names);
    }

    static boolean asked(Arguments by) {
        return by.find(SELECTOR).isPresent() || by.find(NAMES).isPresent();
    }

    static boolean accepts(Resource pod, Arguments by) {
        return by.find(NAMES).stream().allMatch(names -> names.contains(pod.text("spec", "nodeName")));
    }

    /** What need not be read of pods. */
    static Omitted omitted(Arguments by, Omitted otherwise) {
        return asked(by) ? NOT_LOOKED_AT : otherwise;
    }
}
