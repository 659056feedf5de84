package dev.shakeout.dialects.litmus;

import dev.shakeout.dialects.Tree;
import dev.shakeout.dialects.foreign.Draft;
import dev.shakeout.dialects.foreign.Fidelity;
import dev.shakeout.dialects.foreign.Field;
import dev.shakeout.dialects.foreign.Sheet;
import dev.shakeout.model.Json;
import dev.shakeout.model.Type;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Whether objects of a cluster are there. */
final class K8sInputs implements ProbeInputs {
    static final String TYPE = "k8sProbe";

    private static final Field ALL = ProbeInputs.inputs(TYPE);
    private static final Field GROUP = field("group", "api-version");
    private static final Field VERSION = field("version", "api-version");
    private static final Field RESOURCE = field("resource", "kind")
            .or(
                    new Fidelity.NotSupported(
                            "the kind of these objects is not known from their plural alone; write a probe of the type resource"));
    private static final Field NAMESPACE = field("namespace", "namespace; that of the context if not given");
    private static final Field NAMES = field("resourceNames", "name")
            .or(new Fidelity.NotSupported("a probe has one name; write a probe for each, or give them a label"));
    private static final Field FIELDS = field("fieldSelector", "fields");
    private static final Field LABELS = field("labelSelector", "selector");
    private static final Field OPERATION = field(
                    "operation", "tolerance: at least one object for present, none for absent")
            .or(
                    new Fidelity.NotSupported(
                            "a probe changes nothing here; make or delete the object in an action, by kubectl, and take it back in rollbacks"));
    private static final Type<String> OPERATIONS = Type.choice("present", "absent", "create", "delete");

    /** By their plurals. Those of Kubernetes itself, and what goes with Litmus. */
    private static final Map<String, String> KINDS = Stream.of(
                    "Pod",
                    "Node",
                    "Namespace",
                    "Service",
                    "ConfigMap",
                    "Secret",
                    "Event",
                    "ServiceAccount",
                    "PersistentVolume",
                    "PersistentVolumeClaim",
                    "ReplicationController",
                    "ResourceQuota",
                    "LimitRange",
                    "Deployment",
                    "StatefulSet",
                    "DaemonSet",
                    "ReplicaSet",
                    "Job",
                    "CronJob",
                    "HorizontalPodAutoscaler",
                    "PodDisruptionBudget",
                    "Role",
                    "RoleBinding",
                    "ClusterRole",
                    "ClusterRoleBinding",
                    "StorageClass",
                    "VolumeAttachment",
                    "Lease",
                    "CustomResourceDefinition",
                    "ChaosEngine",
                    "ChaosExperiment",
                    "ChaosResult",
                    "Workflow",
                    "Rollout",
                    "DeploymentConfig",
                    "Route",
                    "Certificate")
            .collect(Collectors.toMap(
                    kind -> kind.toLowerCase(java.util.Locale.ROOT) + (kind.endsWith("Class") ? "es" : "s"),
                    kind -> kind));

    private static final Map<String, String> ODD = Map.of(
            "endpoints", "Endpoints",
            "ingresses", "Ingress",
            "networkpolicies", "NetworkPolicy",
            "endpointslices", "EndpointSlice",
            "priorityclasses", "PriorityClass");

    private static Field field(String key, String as) {
        return Field.kept(ProbeInputs.path(TYPE, key), as);
    }

    @Override
    public String type() {
        return TYPE;
    }

    @Override
    public String introduction() {
        return "A probe of the provider `resource`.";
    }

    @Override
    public Field field() {
        return ALL;
    }

    @Override
    public List<Field> fields() {
        return List.of(GROUP, VERSION, RESOURCE, NAMESPACE, NAMES, FIELDS, LABELS, OPERATION);
    }

    @Override
    public Optional<Reading> read(Sheet inputs, RunProperties properties) {
        String group = inputs.take(GROUP, Type.text()).orElse("");
        String version = inputs.require(VERSION, Type.text()).orElse("v1");
        Optional<String> kind = kind(inputs);
        Draft provider = Draft.at(inputs.position())
                .put("type", "resource")
                .put("kind", inputs.positionOf(RESOURCE), Json.of(kind.orElse("")))
                .put(
                        "api-version",
                        inputs.positionOf(VERSION),
                        Json.of(group.isBlank() ? version : group + "/" + version));
        text(inputs, NAMESPACE, provider, "namespace");
        List<String> names = inputs.look(NAMES, Commas.TYPE).orElse(List.of());
        inputs.record(NAMES, NAMES.ways().get(names.size() > 1 ? 1 : 0));
        names.stream().limit(1).forEach(name -> provider.put("name", inputs.positionOf(NAMES), Json.of(name)));
        text(inputs, FIELDS, provider, "fields");
        text(inputs, LABELS, provider, "selector");
        Optional<String> operation = inputs.demand(OPERATION, "; it must be " + OPERATIONS.allowed())
                ? inputs.look(OPERATION, OPERATIONS)
                : Optional.empty();
        boolean changes = operation
                .filter(word -> word.equals("create") || word.equals("delete"))
                .isPresent();
        inputs.record(OPERATION, OPERATION.ways().get(changes ? 1 : 0));
        return operation.map(word -> new Reading(provider.tree(), tolerance(inputs, word)));
    }

    /** What objects of a kind are called in addresses; empty where that is not known. */
    static Optional<String> plural(String kind) {
        return Stream.concat(KINDS.entrySet().stream(), ODD.entrySet().stream())
                .filter(each -> each.getValue().equals(kind))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    private static Optional<String> kind(Sheet inputs) {
        if (!inputs.demand(RESOURCE, "")) {
            return Optional.empty();
        }
        Optional<String> plural =
                inputs.look(RESOURCE, Type.text()).map(text -> text.toLowerCase(java.util.Locale.ROOT));
        Optional<String> kind = plural.flatMap(
                text -> Optional.ofNullable(KINDS.get(text)).or(() -> Optional.ofNullable(ODD.get(text))));
        inputs.record(RESOURCE, RESOURCE.ways().get(kind.isPresent() ? 0 : 1));
        return kind;
    }

    private static void text(Sheet inputs, Field field, Draft provider, String key) {
        inputs.take(field, Type.text())
                .filter(text -> !text.isBlank())
                .ifPresent(text -> provider.put(key, inputs.positionOf(field), Json.of(Draft.literal(text))));
    }

    private static Tree tolerance(Sheet inputs, String operation) {
        Json limit = operation.equals("absent")
                ? Json.object("type", "jsonpath", "path", "$.objects", "expect", 0)
                : Json.object(
                        "type",
                        "range",
                        "range",
                        Json.of(List.of(Json.of(1), Json.of(1_000_000))),
                        "target",
                        "objects");
        return Tree.at(inputs.positionOf(OPERATION), limit);
    }
}
