package dev.shakeout.faults.kubernetes;

import dev.shakeout.model.Arguments;
import dev.shakeout.model.Descriptor;
import dev.shakeout.model.Parameter;
import dev.shakeout.model.Type;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Finds what keeps replicas of a pod: deployments, stateful sets, daemon sets, and jobs. */
public final class WorkloadFinder implements ResourceFinder {
    static final String KIND = "workload";

    private static final Map<String, ResourceType> TYPES = Map.of(
            "deployment", ResourceType.DEPLOYMENT,
            "statefulset", ResourceType.STATEFUL_SET,
            "daemonset", ResourceType.DAEMON_SET,
            "job", ResourceType.JOB);

    static final Parameter<String> TYPE = Parameter.withDefault(
            "resource",
            Type.choice("deployment", "statefulset", "daemonset", "job"),
            "deployment",
            "Which kind of workload.");

    @Override
    public Descriptor descriptor() {
        return Descriptor.of(
                KIND,
                "Finds deployments, stateful sets, daemon sets or jobs of a Kubernetes cluster.",
                Criteria.namespacedAnd(TYPE));
    }

    /** Which is asked for. */
    static ResourceType type(Arguments by) {
        return TYPES.getOrDefault(by.get(TYPE), ResourceType.DEPLOYMENT);
    }

    @Override
    public List<ResourceType> types(Arguments by) {
        return List.of(type(by));
    }

    @Override
    public List<Resource> resources(Arguments by, Cluster cluster) throws IOException {
        var found = new ArrayList<>(Criteria.matching(type(by), by, cluster, List.of()));
        found.removeIf(Resource::isEnding);
        return found;
    }
}
