package dev.shakeout.dialects.gremlin;

import dev.shakeout.dialects.Tree;
import dev.shakeout.dialects.foreign.Fidelity;
import dev.shakeout.dialects.foreign.Field;
import dev.shakeout.dialects.foreign.Sheet;
import dev.shakeout.dialects.foreign.TargetMap;
import dev.shakeout.model.Json;
import dev.shakeout.model.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What selects hosts, containers or objects of Kubernetes, wherever it can stand. */
final class SelectionFields {
    private static final Fidelity MAPPED = new Fidelity.Kept("the labels in the target map");
    private static final Fidelity NAMED = new Fidelity.Kept("the names in the target map");
    private static final Fidelity NO_OTHER_HOSTS = new Fidelity.NotSupported(
            "the only host that is hit is this one, whatever its tags; say in a target map (--target-map) what stands for"
                    + " the others, or have Gremlin itself carry it out by the fault gremlin/attack");
    private static final Field IDS = Field.kept("ids", "id of containers, in any-of for several")
            .or(NAMED)
            .or(NO_OTHER_HOSTS);
    private static final Field TAGS =
            Field.kept("multiSelectTags", "the labels in the target map").or(NO_OTHER_HOSTS);
    private static final Field LABELS = Field.kept("multiSelectLabels", "labels, in any-of for several values")
            .or(MAPPED);
    private static final Field ATTRS = Field.kept("attrs", "what stands in it");
    private static final Field ALL_HOSTS = new Field(
            "isAll",
            List.of(
                    new Fidelity.Approximated(
                            "kind: host, which is this one; what a target map names, if there is one"),
                    new Fidelity.Kept("nothing: what else is given counts"),
                    new Fidelity.NotSupported("containers are found by labels or ids; name some")));
    private static final Field OBJECTS = Field.kept("k8sObjects[]", "the target, in any-of for several");
    private static final Field NAMES = Field.kept("names[]", "the target, in any-of for several");
    private static final Field CLUSTER = new Field(
            "k8sObjects[].clusterId",
            List.of(new Fidelity.Approximated("nothing: the cluster is that of the kubeconfig's current context")));
    private static final Field NAMESPACE = Field.kept("k8sObjects[].namespace", "namespace");
    private static final Fidelity NOT_SUCH = new Fidelity.NotSupported(
            "pods are found by their own name, by what keeps replicas of them, or by their namespace; name its Deployment,"
                    + " StatefulSet, DaemonSet or ReplicaSet");
    private static final Field KIND =
            Field.kept("k8sObjects[].kind", "owner, or name for a pod").or(NOT_SUCH);
    private static final Field NAME = Field.kept("k8sObjects[].name", "owner, or name for a pod");
    private static final Field UID = Field.kept("k8sObjects[].uid", "nothing: the name counts")
            .or(new Fidelity.NotSupported("objects are found by kind, namespace and name; give these"));
    private static final Field OBJECT_LABELS = Field.kept("k8sObjects[].labels", "labels");
    private static final List<Field> BOOKKEEPING = List.of(
            Field.kept("k8sObjects[].annotations", "nothing: it is Gremlin's bookkeeping"),
            Field.kept("k8sObjects[].targetType", "nothing: it is Gremlin's bookkeeping"));
    private static final Field CONTAINERS = Field.kept("containerSelection", "container");
    private static final Field SELECTION_TYPE = Field.kept(
                    "containerSelection.selectionType", "container: the first of each pod, or those that are named")
            .or(new Fidelity.Approximated(
                    "container: the first of each pod; what concerns the network concerns all of them"));
    private static final Field CONTAINER_NAMES = Field.kept("containerSelection.containerNames", "container");

    private static final List<String> OWNERS =
            List.of("deployment", "statefulset", "daemonset", "replicaset", "job", "pod", "namespace");

    private SelectionFields() {}

    static List<Field> all() {
        var all = new ArrayList<>(
                List.of(IDS, TAGS, LABELS, ALL_HOSTS, CLUSTER, NAMESPACE, KIND, NAME, UID, OBJECT_LABELS));
        all.addAll(BOOKKEEPING);
        all.addAll(List.of(SELECTION_TYPE, CONTAINER_NAMES));
        return all;
    }

    /** @param kind host, container or pod */
    static Selected read(Sheet sheet, String kind, TargetMap map) {
        Sheet inner = sheet.open(ATTRS).orElse(sheet);
        List<String> ids = sheet.look(IDS, Type.texts()).orElse(List.of());
        boolean host = kind.equals("host");
        sheet.record(IDS, IDS.ways().get(!map.isEmpty() ? 1 : host ? 2 : 0));
        var tags = new LinkedHashMap<>(values(sheet, TAGS));
        sheet.record(TAGS, TAGS.ways().get(tags.isEmpty() || !map.isEmpty() ? 0 : 1));
        List.of(sheet, inner).forEach(where -> {
            tags.putAll(values(where, LABELS));
            where.record(LABELS, host || !map.isEmpty() ? MAPPED : LABELS.ways().getFirst());
            if (where != sheet) {
                tags.putAll(values(where, TAGS));
                where.record(TAGS, TAGS.ways().get(map.isEmpty() ? 1 : 0));
            }
        });
        var objects = new ArrayList<Selected.KubernetesObject>();
        List.of(OBJECTS, NAMES)
                .forEach(list ->
                        sheet.items(list).forEach(item -> object(sheet, item).ifPresent(objects::add)));
        List<String> containers =
                sheet.open(CONTAINERS).map(SelectionFields::containers).orElse(List.of());
        boolean said = sheet.look(ALL_HOSTS, Type.bool()).orElse(false);
        boolean nothing = ids.isEmpty() && tags.isEmpty() && objects.isEmpty();
        sheet.record(ALL_HOSTS, ALL_HOSTS.ways().get(!said || !nothing ? 1 : host || !map.isEmpty() ? 0 : 2));
        return new Selected(sheet.position(), kind, ids, tags, objects, containers, said || nothing);
    }

    private static Map<String, List<String>> values(Sheet sheet, Field field) {
        var values = new LinkedHashMap<String, List<String>>();
        sheet.look(field, Type.object())
                .ifPresent(object -> object.members().forEach((key, value) -> {
                    List<String> texts = value instanceof Json.Arr(var items)
                            ? items.stream().map(Json::text).toList()
                            : List.of(value.text());
                    if (!texts.isEmpty()) {
                        values.put(key, texts);
                    }
                }));
        return values;
    }

    private static List<String> containers(Sheet sheet) {
        List<String> names = sheet.take(CONTAINER_NAMES, Type.texts()).orElse(List.of());
        sheet.take(
                SELECTION_TYPE,
                Type.text(),
                type -> SELECTION_TYPE.ways().get(type.equalsIgnoreCase("ALL") && names.isEmpty() ? 1 : 0));
        return names;
    }

    private static Optional<Selected.KubernetesObject> object(Sheet sheet, Tree item) {
        if (!(item instanceof Tree.Obj tree)) {
            sheet.problems().at(item.position(), "an object of Kubernetes must have kind, namespace and name");
            return Optional.empty();
        }
        Sheet object = sheet.recorder().sheet(tree, "an object of Kubernetes");
        object.record(CLUSTER);
        BOOKKEEPING.forEach(object::record);
        Optional<String> name = object.take(NAME, Type.text()).filter(text -> !text.isBlank());
        String namespace = object.take(NAMESPACE, Type.text()).orElse("");
        Map<String, String> labels = object.take(OBJECT_LABELS, Type.textMap()).orElse(Map.of());
        object.record(UID, UID.ways().get(name.isPresent() ? 0 : 1));
        if (name.isEmpty()) {
            if (object.look(UID).isEmpty()) {
                object.demand(NAME, "");
            }
            object.record(KIND);
            return Optional.empty();
        }
        String kind = object.demand(KIND, "; it must be one of " + String.join(", ", OWNERS))
                ? object.look(KIND, Type.text()).orElse("").toLowerCase(Locale.ROOT)
                : "";
        boolean found = OWNERS.contains(kind);
        object.record(KIND, KIND.ways().get(found ? 0 : 1));
        String in = kind.equals("namespace") ? name.get() : namespace;
        return found
                ? Optional.of(new Selected.KubernetesObject(object.position(), kind, in, name.get(), labels))
                : Optional.empty();
    }
}
