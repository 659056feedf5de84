package dev.shakeout.faults.kubernetes;

import dev.shakeout.engine.Machine;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.BadValue;
import dev.shakeout.model.Descriptor;
import dev.shakeout.model.Parameter;
import dev.shakeout.model.Target;
import dev.shakeout.model.Type;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Finds nodes of a cluster. */
public final class NodeFinder implements ResourceFinder {
    static final String KIND = "node";

    static final Parameter<String> POD_SELECTOR = Parameter.optional(
            "pod-selector",
            Type.text(),
            "A label selector of pods as kubectl takes it, app=web: one of them is on it. All pods of pod-namespace if"
                    + " only that is given.");
    static final Parameter<String> POD_NAMESPACE = Parameter.optional(
            "pod-namespace",
            Type.text(),
            "The namespace of these pods, or * for all; that of the context if only pod-selector is given.");

    /** What these come to; no person writes it. */
    private static final Parameter<List<String>> NAMES =
            Parameter.optional("names", Type.texts(), "Names of nodes: it is one of them.");

    @Override
    public Descriptor descriptor() {
        return Descriptor.of(KIND, "Finds nodes of a Kubernetes cluster.", Criteria.and(POD_SELECTOR, POD_NAMESPACE));
    }

    @Override
    public List<ResourceType> types(Arguments by) {
        return List.of(ResourceType.NODE);
    }

    @Override
    public List<Right> toFind(Arguments by) {
        var rights = new ArrayList<>(ResourceFinder.super.toFind(by));
        if (isByPods(by)) {
            rights.add(new Right("list", ResourceType.POD));
        }
        return rights;
    }

    private static boolean isByPods(Arguments by) {
        return by.find(POD_SELECTOR).isPresent() || by.find(POD_NAMESPACE).isPresent();
    }

    @Override
    public Arguments understood(Arguments by, Cluster cluster) throws IOException {
        if (!isByPods(by)) {
            return by;
        }
        Arguments pods = by.find(POD_NAMESPACE)
                .map(namespace -> Arguments.NONE.with(Criteria.NAMESPACE, namespace))
                .orElse(Arguments.NONE);
        Arguments asked = by.find(POD_SELECTOR)
                .map(selector -> pods.with(Criteria.SELECTOR, selector))
                .orElse(pods);
        List<String> names =
                Criteria.matching(ResourceType.POD, asked, cluster, List.of(), PodFinder::lives, OnNodes.NOT_LOOKED_AT)
                        .stream()
                        .map(pod -> pod.text("spec", "nodeName"))
                        .distinct()
                        .toList();
        return by.without(POD_SELECTOR).without(POD_NAMESPACE).with(NAMES, names);
    }

    @Override
    public boolean accepts(Resource node, Arguments by) {
        return ResourceFinder.super.accepts(node, by)
                && by.find(NAMES).stream().allMatch(names -> names.contains(node.name()));
    }

    @Override
    public boolean looksAtOthers() {
        return true;
    }

    @Override
    public Optional<Function<Resource, List<String>>> addresses() {
        return Optional.of(node -> node.list("status", "addresses").stream()
                .filter(each -> Resource.text(each, "type").endsWith("IP")) // InternalIP or ExternalIP
                .map(each -> Resource.text(each, "address"))
                .distinct()
                .toList());
    }

    /** All nodes that are ready and take pods. */
    @Override
    public Optional<Replicas> service(Target target, Machine machine) {
        Cluster cluster = ResourceFinder.cluster(target, machine);
        try {
            List<Target> serving = resources(Arguments.NONE, cluster).stream()
                    .filter(node -> node.isReady()
                            && !node.text("spec", "unschedulable").equals("true"))
                    .map(node -> target(node, cluster))
                    .toList();
            return Optional.of(new Replicas("nodes", serving));
        } catch (IOException e) {
            throw new BadValue(String.valueOf(e.getMessage()));
        }
    }
}
