package dev.shakeout.faults.kubernetes;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A type of the API: those that faults hit, those of our own, and any other that a cluster has. Their paths:
 * https://kubernetes.io/docs/reference/using-api/api-concepts/ There is one of each, so they can be compared by {@code ==}.
 *
 * @see Resource
 */
public final class ResourceType {
    /** By their ids; made before the constants below, which are put into it. */
    private static final Map<String, ResourceType> ALL = new ConcurrentHashMap<>();

    /** Those that stand here, by their kinds. */
    private static final Map<String, ResourceType> KNOWN = new ConcurrentHashMap<>();

    public static final ResourceType POD = known("Pod", "", "v1", "pods", true);
    public static final ResourceType SERVICE = known("Service", "", "v1", "services", true);
    public static final ResourceType CONFIG_MAP = known("ConfigMap", "", "v1", "configmaps", true);
    public static final ResourceType SECRET = known("Secret", "", "v1", "secrets", true);
    public static final ResourceType ENDPOINT_SLICE =
            known("EndpointSlice", "discovery.k8s.io", "v1", "endpointslices", true);
    public static final ResourceType RESOURCE_QUOTA = known("ResourceQuota", "", "v1", "resourcequotas", true);
    public static final ResourceType LIMIT_RANGE = known("LimitRange", "", "v1", "limitranges", true);
    public static final ResourceType NAMESPACE = known("Namespace", "", "v1", "namespaces", false);
    public static final ResourceType EVENT = known("Event", "", "v1", "events", true);
    public static final ResourceType NODE = known("Node", "", "v1", "nodes", false);
    public static final ResourceType DEPLOYMENT = known("Deployment", "apps", "v1", "deployments", true);
    public static final ResourceType STATEFUL_SET = known("StatefulSet", "apps", "v1", "statefulsets", true);
    public static final ResourceType DAEMON_SET = known("DaemonSet", "apps", "v1", "daemonsets", true);
    public static final ResourceType REPLICA_SET = known("ReplicaSet", "apps", "v1", "replicasets", true);
    public static final ResourceType REPLICATION_CONTROLLER =
            known("ReplicationController", "", "v1", "replicationcontrollers", true);
    public static final ResourceType JOB = known("Job", "batch", "v1", "jobs", true);
    public static final ResourceType AUTOSCALER =
            known("HorizontalPodAutoscaler", "autoscaling", "v2", "horizontalpodautoscalers", true);
    public static final ResourceType NETWORK_POLICY =
            known("NetworkPolicy", "networking.k8s.io", "v1", "networkpolicies", true);
    public static final ResourceType DISRUPTION_BUDGET =
            known("PodDisruptionBudget", "policy", "v1", "poddisruptionbudgets", true);
    public static final ResourceType LEASE = known("Lease", "coordination.k8s.io", "v1", "leases", true);
    public static final ResourceType EXPERIMENT = known("Experiment", "shakeout.dev", "v1alpha1", "experiments", true);
    public static final ResourceType RUN = known("Run", "shakeout.dev", "v1alpha1", "runs", true);
    public static final ResourceType SCHEDULE = known("Schedule", "shakeout.dev", "v1alpha1", "schedules", true);

    private final String kind;
    private final String group;
    private final String version;
    private final String plural;
    private final boolean namespaced;

    private ResourceType(String kind, String group, String version, String plural, boolean namespaced) {
        this.kind = kind;
        this.group = group;
        this.version = version;
        this.plural = plural;
        this.namespaced = namespaced;
    }

    private static ResourceType known(String kind, String group, String version, String plural, boolean namespaced) {
        ResourceType type = of(kind, group, version, plural, namespaced);
        KNOWN.put(kind, type);
        return type;
    }

    /** One that a cluster tells of. */
    static ResourceType of(String kind, String group, String version, String plural, boolean namespaced) {
        var type = new ResourceType(kind, group, version, plural, namespaced);
        return ALL.computeIfAbsent(type.id(), _ -> type);
    }

    /** One of which no cluster was asked yet: enough to say what may be done with it, and too little to reach it. */
    static ResourceType unread(String plural, String group) {
        return of("", group, "", plural, true);
    }

    /** @param id as {@link #id} gives it */
    static ResourceType ofId(String id) {
        return Optional.ofNullable(ALL.get(id)).orElseThrow(() -> new IllegalArgumentException("no type " + id));
    }

    /** Among those that stand here. */
    static Optional<ResourceType> ofKind(String kind) {
        return Optional.ofNullable(KNOWN.get(kind));
    }

    /** Tells it from all others. */
    String id() {
        return String.join(" ", group, version, plural, kind, String.valueOf(namespaced));
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

    /** In the words of a person: stateful set. */
    String word() {
        return switch (kind) {
            case "HorizontalPodAutoscaler" -> "autoscaler";
            case "PodDisruptionBudget" -> "disruption budget";
            case "" -> plural;
            default -> kind.replaceAll("(?<=[a-z])(?=[A-Z])", " ").toLowerCase(Locale.ROOT);
        };
    }
}
