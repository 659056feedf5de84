package dev.shakeout.faults.kubernetes;

import dev.shakeout.engine.Machine;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.BadValue;
import dev.shakeout.model.Descriptor;
import dev.shakeout.model.Target;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Finds nodes of a cluster. */
public final class NodeFinder implements ResourceFinder {
    static final String KIND = "node";

    @Override
    public Descriptor descriptor() {
        return Descriptor.of(KIND, "Finds nodes of a Kubernetes cluster.", Criteria.and());
    }

    @Override
    public List<ResourceType> types(Arguments by) {
        return List.of(ResourceType.NODE);
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
