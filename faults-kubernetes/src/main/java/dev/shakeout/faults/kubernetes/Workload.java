package dev.shakeout.faults.kubernetes;

import dev.shakeout.model.Arguments;
import dev.shakeout.model.Parameter;
import dev.shakeout.model.Type;
import java.util.Map;

/** What keeps replicas of a pod, in words that are the same for every type of it. */
record Workload(Resource resource) {
    /** Of which it is known what the fields of their status mean. */
    static final Map<String, ResourceType> TYPES = Map.of(
            "deployment", ResourceType.DEPLOYMENT,
            "statefulset", ResourceType.STATEFUL_SET,
            "daemonset", ResourceType.DAEMON_SET,
            "job", ResourceType.JOB);

    static final Parameter<String> TYPE = Parameter.withDefault(
            "resource",
            Type.choice("deployment", "statefulset", "daemonset", "job"),
            "deployment",
            "Which kind of workload.");

    /** Which is asked for. */
    static ResourceType type(Arguments by) {
        return TYPES.getOrDefault(by.get(TYPE), ResourceType.DEPLOYMENT);
    }

    /** As many as are wanted of it. */
    long desired() {
        return of(
                status("desiredNumberScheduled"),
                resource.number(1, "spec", "parallelism"),
                resource.number(1, "spec", "replicas"));
    }

    long replicas() {
        return of(status("currentNumberScheduled"), status("active"), status("replicas"));
    }

    long ready() {
        return of(status("numberReady"), status("ready"), status("readyReplicas"));
    }

    /** Ready for as long as it asks for (minReadySeconds). */
    long available() {
        return of(status("numberAvailable"), ready(), status("availableReplicas"));
    }

    /** Made from its template as it is now. */
    long updated() {
        return of(status("updatedNumberScheduled"), replicas(), status("updatedReplicas"));
    }

    private long of(long daemonSet, long job, long others) {
        if (resource.type() == ResourceType.DAEMON_SET) {
            return daemonSet;
        }
        return resource.type() == ResourceType.JOB ? job : others;
    }

    private long status(String field) {
        return resource.number(0, "status", field);
    }

    /** As kubectl rollout status says it (kubectl's pkg/polymorphichelpers/rollout_status.go); a job, when it is complete. */
    boolean rolledOut() {
        if (resource.type() == ResourceType.DAEMON_SET) {
            return seen() && updated() >= desired() && available() >= desired();
        }
        if (resource.type() == ResourceType.STATEFUL_SET) {
            return seen() && ready() >= desired() && allOfOneRevision();
        }
        if (resource.type() == ResourceType.JOB) {
            return resource.condition("Complete").equals("True");
        }
        return resource.type() == ResourceType.DEPLOYMENT
                && seen()
                && updated() >= desired()
                && replicas() <= updated() // of the old ones none is left
                && available() >= updated();
    }

    /** Its controller has looked at it since it was changed. */
    private boolean seen() {
        return status("observedGeneration") >= resource.number(0, "metadata", "generation");
    }

    private boolean allOfOneRevision() {
        long kept = resource.number(0, "spec", "updateStrategy", "rollingUpdate", "partition");
        return kept > 0
                ? updated() >= desired() - kept
                : resource.text("status", "updateRevision").equals(resource.text("status", "currentRevision"));
    }
}
