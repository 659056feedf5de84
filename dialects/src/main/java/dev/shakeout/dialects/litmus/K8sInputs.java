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
    static final Field RESOURCE = field("resource", "kind")
            .or(
                    new Fidelity.NotSupported(
                            "the kind of these objects is not known from their plural alone; write a probe of the type resource"))
            .or(new Fidelity.Kept("nothing: data says the kind of what is made"));
    static final Field NAMESPACE = field("namespace", "namespace; that of the context if not given");
    private static final Fidelity MADE = new Fidelity.Kept("nothing: data says what is made");
    static final Field NAMES = field("resourceNames", "name")
            .or(new Fidelity.NotSupported("a probe has one name; write a probe for each, or give them a label"))
            .or(new Fidelity.Kept("names of object/delete; a pod/delete for each pod"))
            .or(MADE);
    static final Field FIELDS = field("fieldSelector", "fields").or(MADE);
    static final Field LABELS = field("labelSelector", "selector").or(MADE);
    static final Field OPERATION = field("operation", "tolerance: at least one object for present, none for absent")
            .or(
                    new Fidelity.Approximated(
                            "create is the fault object/create, and what it makes is deleted when the method ends; what the API server"
                                    + " would not take has the run refused before it begins, where Litmus counts a failed probe"))
            .or(new Fidelity.Kept("delete of pods is pod/delete, of those that something makes anew"))
            .or(new Fidelity.Approximated(
                    "delete is the fault object/delete, and the objects are made anew when the method ends; where nothing matches"
                            + " the run is refused before it begins, where Litmus counts a failed probe"))
            .or(new Fidelity.NotSupported(
                    "what it makes or deletes would not be there or gone the next time, and Litmus would take that for a failure;"
                            + " set the mode to SOT or EOT"))
            .or(new Fidelity.NotSupported(
                    "objects of this kind do not come back as they were when they are made anew; delete them in an action, by"
                            + " kubectl, and say in rollbacks how they come back"));
    private static final List<String> WORDS = List.of("present", "absent", "create", "delete");
    private static final Type<String> OPERATIONS = Type.choice(WORDS.toArray(String[]::new));

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
        return "A probe of the provider `resource`. One that creates or deletes is a fault, which is taken back.";
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
    public Optional<Reading> read(Sheet inputs, RunProperties properties, Around around) {
        Optional<String> operation = inputs.demand(OPERATION, "; it must be " + OPERATIONS.allowed())
                ? inputs.look(OPERATION, Type.text())
                        .map(word -> word.toLowerCase(java.util.Locale.ROOT))
                        .filter(WORDS::contains)
                        .or(() -> inputs.look(OPERATION, OPERATIONS))
                : Optional.empty();
        return switch (operation.orElse("")) {
            case "create" -> K8sChanges.create(inputs, around);
            case "delete" -> K8sChanges.delete(inputs, around);
            default -> {
                inputs.record(OPERATION);
                yield presence(inputs, operation);
            }
        };
    }

    private static Optional<Reading> presence(Sheet inputs, Optional<String> operation) {
        Optional<String> kind = kind(inputs);
        Draft provider = Draft.at(inputs.position())
                .put("type", "resource")
                .put("kind", inputs.positionOf(RESOURCE), Json.of(kind.orElse("")))
                .put("api-version", inputs.positionOf(VERSION), Json.of(apiVersion(inputs)));
        text(inputs, NAMESPACE, provider, "namespace");
        List<String> names = inputs.look(NAMES, Commas.TYPE).orElse(List.of());
        inputs.record(NAMES, NAMES.ways().get(names.size() > 1 ? 1 : 0));
        names.stream().limit(1).forEach(name -> provider.put("name", inputs.positionOf(NAMES), Json.of(name)));
        text(inputs, FIELDS, provider, "fields");
        text(inputs, LABELS, provider, "selector");
        return operation.map(word -> new Reading(provider.tree(), tolerance(inputs, word)));
    }

    static String apiVersion(Sheet inputs) {
        String group = inputs.take(GROUP, Type.text()).orElse("");
        String version = inputs.require(VERSION, Type.text()).orElse("v1");
        return group.isBlank() ? version : group + "/" + version;
    }

    /** What objects of a kind are called in addresses; empty where that is not known. */
    static Optional<String> plural(String kind) {
        return Stream.concat(KINDS.entrySet().stream(), ODD.entrySet().stream())
                .filter(each -> each.getValue().equals(kind))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    static Optional<String> kind(Sheet inputs) {
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
