package dev.shakeout.dialects.litmus;

import dev.shakeout.dialects.Tree;
import dev.shakeout.dialects.foreign.Draft;
import dev.shakeout.dialects.foreign.Field;
import dev.shakeout.dialects.foreign.Sheet;
import dev.shakeout.model.Json;
import dev.shakeout.model.Type;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Objects that a probe makes or deletes (litmus-go: pkg/probe/k8sprobe.go). */
final class K8sChanges {
    /** Of which nothing is lost when they are made anew. */
    private static final Set<String> RESTORABLE = Set.of(
            "ConfigMap",
            "Service",
            "Ingress",
            "NetworkPolicy",
            "PodDisruptionBudget",
            "HorizontalPodAutoscaler",
            "ResourceQuota",
            "LimitRange",
            "Role",
            "RoleBinding",
            "Deployment",
            "DaemonSet");

    private K8sChanges() {}

    static Optional<ProbeInputs.Reading> create(Sheet inputs, ProbeInputs.Around around) {
        String apiVersion = K8sInputs.apiVersion(inputs);
        inputs.demand(K8sInputs.RESOURCE, "");
        inputs.record(K8sInputs.RESOURCE, K8sInputs.RESOURCE.ways().get(2));
        inputs.record(K8sInputs.NAMES, K8sInputs.NAMES.ways().get(3));
        List.of(K8sInputs.FIELDS, K8sInputs.LABELS)
                .forEach(field -> inputs.record(field, field.ways().get(1)));
        inputs.record(K8sInputs.OPERATION, K8sInputs.OPERATION.ways().get(isOnce(around) ? 1 : 4));
        Optional<String> namespace = inputs.require(K8sInputs.NAMESPACE, Type.text());
        Optional<Tree> manifest = manifest(inputs, around, apiVersion);
        return namespace.isEmpty() || manifest.isEmpty()
                ? Optional.empty()
                : Optional.of(changing(
                        inputs,
                        List.of(new Changes.Fault(
                                Changes.Fault.CREATE,
                                namespace(inputs, namespace.get()),
                                Draft.at(inputs.position())
                                        .put("manifest", manifest.get())
                                        .tree()))));
    }

    private static boolean isOnce(ProbeInputs.Around around) {
        return around.mode()
                .filter(mode -> mode.during() || mode == Check.Mode.EDGE)
                .isEmpty();
    }

    private static Optional<Tree> manifest(Sheet inputs, ProbeInputs.Around around, String apiVersion) {
        if (around.data().isEmpty()) {
            inputs.wrong(
                    K8sInputs.OPERATION,
                    "'data' is missing beside the inputs; it must be the manifest of what is made");
            return Optional.empty();
        }
        Tree text = around.data().get();
        List<Tree> documents = Raw.documents(text, Map.of(), inputs.problems());
        if (documents.size() == 1 && documents.getFirst() instanceof Tree.Obj object) {
            if (Head.text(object, "apiVersion").equals(apiVersion)) {
                return Optional.of(object);
            }
            inputs.problems()
                    .at(
                            text.position(),
                            "data: its apiVersion is '" + Head.text(object, "apiVersion")
                                    + "', and that of the inputs '" + apiVersion + "'");
        } else if (!documents.isEmpty()) {
            inputs.problems().at(text.position(), "data: must be the manifest of one object");
        }
        return Optional.empty();
    }

    static Optional<ProbeInputs.Reading> delete(Sheet inputs, ProbeInputs.Around around) {
        K8sInputs.apiVersion(inputs);
        String kind = K8sInputs.kind(inputs).orElse("");
        List<String> names = inputs.take(
                        K8sInputs.NAMES,
                        Commas.TYPE,
                        _ -> K8sInputs.NAMES.ways().get(2))
                .orElse(List.of());
        boolean pods = kind.equals("Pod");
        int way = pods ? 2 : RESTORABLE.contains(kind) ? 3 : 5;
        boolean again = around.mode().filter(Check.Mode::during).isPresent() || (!pods && !isOnce(around));
        inputs.record(K8sInputs.OPERATION, K8sInputs.OPERATION.ways().get(again ? 4 : way));
        List.of(K8sInputs.FIELDS, K8sInputs.LABELS).forEach(inputs::record);
        Optional<String> namespace = inputs.require(K8sInputs.NAMESPACE, Type.text());
        return namespace.map(name ->
                changing(inputs, pods ? pods(inputs, name, names) : List.of(objects(inputs, name, kind, names))));
    }

    private static List<Changes.Fault> pods(Sheet inputs, String namespace, List<String> names) {
        Draft common = Draft.at(inputs.position()).put("kind", "pod").put("namespace", namespace);
        if (names.isEmpty()) {
            selectors(inputs, common);
        }
        Tree.Obj all = common.put("mode", "all").tree();
        Tree.Obj none = Draft.at(inputs.position()).tree();
        return names.isEmpty()
                ? List.of(new Changes.Fault("pod/delete", all, none))
                : names.stream()
                        .map(name -> new Changes.Fault(
                                "pod/delete",
                                Draft.at(inputs.position())
                                        .all(all)
                                        .put("name", inputs.positionOf(K8sInputs.NAMES), Json.of(name))
                                        .tree(),
                                none))
                        .toList();
    }

    private static Changes.Fault objects(Sheet inputs, String namespace, String kind, List<String> names) {
        Draft arguments = Draft.at(inputs.position()).put("kind", inputs.positionOf(K8sInputs.RESOURCE), Json.of(kind));
        if (names.isEmpty()) {
            selectors(inputs, arguments);
        } else {
            arguments.put(
                    "names",
                    inputs.positionOf(K8sInputs.NAMES),
                    Json.of(names.stream().map(Json::of).toList()));
        }
        return new Changes.Fault("object/delete", namespace(inputs, namespace), arguments.tree());
    }

    /** Names come first in Litmus, and then nothing else is looked at. */
    private static void selectors(Sheet inputs, Draft into) {
        for (Field field : List.of(K8sInputs.FIELDS, K8sInputs.LABELS)) {
            inputs.look(field, Type.text())
                    .filter(text -> !text.isBlank())
                    .ifPresent(text -> into.put(
                            field.equals(K8sInputs.FIELDS) ? "fields" : "selector",
                            inputs.positionOf(field),
                            Json.of(text)));
        }
    }

    private static Tree.Obj namespace(Sheet inputs, String name) {
        return Draft.at(inputs.position())
                .put("kind", "namespace")
                .put("name", inputs.positionOf(K8sInputs.NAMESPACE), Json.of(name))
                .tree();
    }

    private static ProbeInputs.Reading changing(Sheet inputs, List<Changes.Fault> faults) {
        return new ProbeInputs.Reading(
                Draft.at(inputs.position()).tree(),
                Tree.at(inputs.positionOf(K8sInputs.OPERATION), Json.of(true)),
                Changes.by(faults));
    }
}
