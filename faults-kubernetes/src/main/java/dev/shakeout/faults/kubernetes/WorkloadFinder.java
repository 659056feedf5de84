package dev.shakeout.faults.kubernetes;

import dev.shakeout.model.Arguments;
import dev.shakeout.model.Descriptor;
import dev.shakeout.model.Parameter;
import java.io.IOException;
import java.util.List;

/** Finds what keeps replicas of a pod: deployments, stateful sets, daemon sets, jobs, and anything with a scale. */
public final class WorkloadFinder implements ResourceFinder {
    static final String KIND = "workload";

    static final Parameter<String> TYPE = Parameter.withDefault(
            "resource", WorkloadType.TYPE, "deployment", "Which kind of workload, in the words of kubectl.");

    @Override
    public Descriptor descriptor() {
        return Descriptor.of(
                KIND,
                "Finds deployments, stateful sets, daemon sets, jobs, or anything with a scale, of a Kubernetes cluster.",
                Criteria.namespacedAnd(TYPE));
    }

    @Override
    public List<ResourceType> types(Arguments by) {
        return List.of(new WorkloadType(by.get(TYPE)).unread());
    }

    @Override
    public ResourceType type(Arguments by, Cluster cluster) throws IOException {
        return new WorkloadType(by.get(TYPE)).in(cluster);
    }
}
