package dev.shakeout.faults.kubernetes;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * Types of the API that faults hit, and those of our own. Their paths: https://kubernetes.io/docs/reference/using-api/api-concepts/
 *
 * @see Resource
 */
public enum ResourceType {
    POD("Pod", "", "v1", "pods", true),
    SERVICE("Service", "", "v1", "services", true),
    CONFIG_MAP("ConfigMap", "", "v1", "configmaps", true),
    SECRET("Secret", "", "v1", "secrets", true),
    ENDPOINT_SLICE("EndpointSlice", "discovery.k8s.io", "v1", "endpointslices", true),
    RESOURCE_QUOTA("ResourceQuota", "", "v1", "resourcequotas", true),
    LIMIT_RANGE("LimitRange", "", "v1", "limitranges", true),
    NAMESPACE("Namespace", "", "v1", "namespaces", false),
    EVENT("Event", "", "v1", "events", true),
    NODE("Node", "", "v1", "nodes", false),
    DEPLOYMENT("Deployment", "apps", "v1", "deployments", true),
    STATEFUL_SET("StatefulSet", "apps", "v1", "statefulsets", true),
    DAEMON_SET("DaemonSet", "apps", "v1", "daemonsets", true),
    REPLICA_SET("ReplicaSet", "apps", "v1", "replicasets", true),
    JOB("Job", "batch", "v1", "jobs", true),
    AUTOSCALER("HorizontalPodAutoscaler", "autoscaling", "v2", "horizontalpodautoscalers", true),
    NETWORK_POLICY("NetworkPolicy", "networking.k8s.io", "v1", "networkpolicies", true),
    DISRUPTION_BUDGET("PodDisruptionBudget", "policy", "v1", "poddisruptionbudgets", true),
    LEASE("Lease", "coordination.k8s.io", "v1", "leases", true),
    EXPERIMENT("Experiment", "shakeout.dev", "v1alpha1", "experiments", true),
    RUN("Run", "shakeout.dev", "v1alpha1", "runs", true),
    SCHEDULE("Schedule", "shakeout.dev", "v1alpha1", "schedules", true);

    private final String kind;
    private final String group;
    private final String version;
    private final String plural;
    private final boolean namespaced;

    ResourceType(String kind, String group, String version, String plural, boolean namespaced) {
        this.kind = kind;
        this.group = group;
        this.version = version;
        this.plural = plural;
        this.namespaced = namespaced;
    }

    static Optional<ResourceType> ofKind(String kind) {
        return Arrays.stream(values()).filter(type -> type.kind.equals(kind)).findFirst();
    }

    public String kind() {
        return kind;
    }

    public String version() {
        return version;
    }

    /** Empty for the core group. */
    public String group() {
        return group;
    }

    public String plural() {
        return plural;
    }

    public boolean namespaced() {
        return namespaced;
    }

    public String apiVersion() {
        return group.isEmpty() ? version : group + "/" + version;
    }

    /** Of all in a namespace; of the whole cluster where the namespace is empty or means nothing. */
    public String path(String namespace) {
        return (group.isEmpty() ? "/api/" : "/apis/")
                + apiVersion()
                + (namespaced && !namespace.isEmpty() ? "/namespaces/" + namespace : "")
                + "/"
                + plural;
    }

    public String path(String namespace, String name) {
        return path(namespace) + "/" + name;
    }

    /** In the words of a person: deployment. */
    String word() {
        return switch (this) {
            case STATEFUL_SET -> "stateful set";
            case DAEMON_SET -> "daemon set";
            case REPLICA_SET -> "replica set";
            case CONFIG_MAP -> "config map";
            case ENDPOINT_SLICE -> "endpoint slice";
            case LIMIT_RANGE -> "limit range";
            case RESOURCE_QUOTA -> "resource quota";
            case AUTOSCALER -> "autoscaler";
            case NETWORK_POLICY -> "network policy";
            case DISRUPTION_BUDGET -> "disruption budget";
            case POD, SERVICE, SECRET, NAMESPACE, EVENT, NODE, DEPLOYMENT, JOB, LEASE, EXPERIMENT, RUN, SCHEDULE ->
                name().toLowerCase(Locale.ROOT);
        };
    }
}
