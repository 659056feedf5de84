package dev.shakeout.faults.kubernetes;

import dev.shakeout.model.Arguments;
import dev.shakeout.model.Descriptor;
import java.util.List;

/** Finds namespaces of a cluster. */
public final class NamespaceFinder implements ResourceFinder {
    static final String KIND = "namespace";

    @Override
    public Descriptor descriptor() {
        return Descriptor.of(KIND, "Finds namespaces of a Kubernetes cluster.", Criteria.and());
    }

    @Override
    public List<ResourceType> types(Arguments by) {
        return List.of(ResourceType.NAMESPACE);
    }
}
