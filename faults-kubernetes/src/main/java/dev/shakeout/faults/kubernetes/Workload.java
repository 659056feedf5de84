package dev.shakeout.faults.kubernetes;

/** What keeps replicas of a pod, in words that are the same for every type of it. */
record Workload(Resource resource) {
    /** As many as are wanted of it. */
    long desired() {
        return switch (resource.type()) {
            case DAEMON_SET -> status("desiredNumberScheduled");
            case JOB -> resource.number(1, "spec", "parallelism");
            default -> resource.number(1, "spec", "replicas");
        };
    }

    long replicas() {
        return switch (resource.type()) {
            case DAEMON_SET -> status("currentNumberScheduled");
            case JOB -> status("active");
            default -> status("replicas");
        };
    }

    long ready() {
        return switch (resource.type()) {
            case DAEMON_SET -> status("numberReady");
            case JOB -> status("ready");
            default -> status("readyReplicas");
        };
    }

    /** Ready for as long as it asks for (minReadySeconds). */
    long available() {
        return switch (resource.type()) {
            case DAEMON_SET -> status("numberAvailable");
            case JOB -> ready();
            default -> status("availableReplicas");
        };
    }

    /** Made from its template as it is now. */
    long updated() {
        return switch (resource.type()) {
            case DAEMON_SET -> status("updatedNumberScheduled");
            case JOB -> replicas();
            default -> status("updatedReplicas");
        };
    }

    private long status(String field) {
        return resource.number(0, "status", field);
    }

    /** As kubectl rollout status says it (kubectl's pkg/polymorphichelpers/rollout_status.go); a job, when it is complete. */
    boolean rolledOut() {
        return switch (resource.type()) {
            case DEPLOYMENT ->
                seen()
                        && updated() >= desired()
                        && replicas() <= updated() // of the old ones none is left
                        && available() >= updated();
            case DAEMON_SET -> seen() && updated() >= desired() && available() >= desired();
            case STATEFUL_SET -> seen() && ready() >= desired() && allOfOneRevision();
            case JOB -> resource.condition("Complete").equals("True");
            default -> false;
        };
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
