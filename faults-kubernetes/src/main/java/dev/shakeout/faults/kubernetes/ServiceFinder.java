package dev.shakeout.faults.kubernetes;

import dev.shakeout.model.Arguments;
import dev.shakeout.model.Descriptor;
import java.util.List;

/** Finds services of a cluster. */
public final class ServiceFinder implements ResourceFinder {
    static final String KIND = "service";

    @Override
    public Descriptor descriptor() {
        return Descriptor.of(KIND, "Finds services of a Kubernetes cluster.", Criteria.namespacedAnd());
    }

    @Override
    public List<ResourceType> types(Arguments by) {
        return List.of(ResourceType.SERVICE);
    }
}
