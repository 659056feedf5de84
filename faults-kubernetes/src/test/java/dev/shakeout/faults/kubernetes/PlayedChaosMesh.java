package dev.shakeout.faults.kubernetes;

import dev.shakeout.model.Json;
import dev.shakeout.testbed.KubernetesApi;
import dev.shakeout.testbed.KubernetesObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Chaos Mesh as it documents itself: a finalizer on each object, records of what is selected, conditions, events of failed
 * tries, a pause by annotation, and children of schedules and workflows. In place of a fault a pod gets a mark.
 */
final class PlayedChaosMesh extends Played {
    static final String FINALIZER = "chaos-mesh/records";
    static final String REASON = "unable to reach the chaos daemon";

    PlayedChaosMesh(Cluster cluster, KubernetesApi api) {
        super(api);
        for (String kind : List.of("PodChaos", "NetworkChaos", "StressChaos", "Schedule", "Workflow")) {
            follow(cluster, ChaosMesh.type(kind));
        }
    }

    @Override
    void reconcile(ResourceType type, String path, KubernetesObject object) throws IOException {
        if (!type.kind().endsWith("Chaos")) {
            spawn(object);
            return;
        }
        List<KubernetesObject> records = object.each("status", "experiment", "containerRecords");
        boolean injected = records.stream().anyMatch(each -> each.text("phase").equals("Injected"));
        if (isDeleted(object)) {
            if (!has(object, FINALIZER)) {
                return;
            }
            if (injected) {
                recover(type, path, object, records, false);
            } else {
                finalizers(path, List.of());
            }
        } else if (!has(object, FINALIZER)) {
            finalizers(path, List.of(Json.of(FINALIZER)));
        } else if (object.text("status", "conditions").isEmpty()) {
            select(path, object);
        } else if (object.text("metadata", "annotations", ChaosMesh.PAUSE).equals("true")) {
            if (injected) {
                recover(type, path, object, records, true);
            }
        } else if (!injected && !records.isEmpty()) {
            inject(type, path, object, records);
        }
    }

    private void select(String path, KubernetesObject object) throws IOException {
        String namespace = object.namespace();
        List<String> chosen = new ArrayList<>();
        var named = object.each("spec", "selector", "pods", namespace);
        for (Json each : object.field("spec", "selector", "pods", namespace).orElse(Json.Null.NULL)
                        instanceof Json.Arr(var items)
                ? items
                : List.<Json>of()) {
            chosen.add(each.text());
        }
        if (chosen.isEmpty() && named.isEmpty()) {
            var labels = object.field("spec", "selector", "labelSelectors").orElse(Json.Null.NULL)
                            instanceof Json.Obj(var members)
                    ? members
                    : Map.<String, Json>of();
            pods(
                            namespace,
                            labels.entrySet().stream()
                                    .map(each -> each.getKey() + "="
                                            + each.getValue().text())
                                    .collect(Collectors.joining(",")))
                    .forEach(pod -> chosen.add(pod.name()));
        }
        var some = object.text("spec", "mode").equals("one")
                ? chosen.stream().limit(1).toList()
                : chosen;
        write(
                path,
                some.stream()
                        .map(pod -> record(namespace, pod, "Not Injected", 0, 0))
                        .toList(),
                !some.isEmpty(),
                false,
                false);
    }

    private static Json.Obj record(String namespace, String pod, String phase, int injected, int recovered) {
        return Json.object(
                "id",
                namespace + "/" + pod,
                "selectorKey",
                ".",
                "phase",
                phase,
                "injectedCount",
                injected,
                "recoveredCount",
                recovered);
    }

    private void inject(ResourceType type, String path, KubernetesObject object, List<KubernetesObject> records)
            throws IOException {
        if (!isTime("inject", type, path, object)) {
            return;
        }
        if (Behaviour.of(object) == Behaviour.FAILING) {
            if (object.text("status").contains(REASON)) {
                return;
            }
            write(path, records.stream().map(each -> failed(each, "Apply")).toList(), true, false, false);
            return;
        }
        var done = new ArrayList<Json.Obj>();
        for (KubernetesObject each : records) {
            String pod = each.text("id").substring(object.namespace().length() + 1);
            mark(object.namespace(), pod, object.name(), true);
            done.add(record(object.namespace(), pod, "Injected", 1, 0));
        }
        write(path, done, true, true, false);
    }

    private static Json.Obj failed(KubernetesObject record, String operation) {
        var event = Json.object("type", "Failed", "operation", operation, "message", REASON + ": {\"id\":\"1\"}");
        return record.json().with("events", Json.of(List.of(event)));
    }

    private void recover(
            ResourceType type, String path, KubernetesObject object, List<KubernetesObject> records, boolean paused)
            throws IOException {
        if (!isTime("recover", type, path, object)) {
            return;
        }
        if (Behaviour.of(object) == Behaviour.STUCK && !isFreed(object)) {
            if (!object.text("status").contains(REASON)) {
                write(
                        path,
                        records.stream().map(each -> failed(each, "Recover")).toList(),
                        true,
                        true,
                        false);
            }
            return;
        }
        var done = new ArrayList<Json.Obj>();
        for (KubernetesObject each : records) {
            String pod = each.text("id").substring(object.namespace().length() + 1);
            mark(object.namespace(), pod, object.name(), false);
            done.add(record(object.namespace(), pod, "Not Injected", 1, 1));
        }
        write(path, done, true, false, paused);
    }

    private void write(String path, List<Json.Obj> records, boolean selected, boolean injected, boolean paused)
            throws IOException {
        boolean recovered = !injected
                && records.stream()
                        .allMatch(each -> each.get("phase").orElseThrow().text().equals("Not Injected"));
        var conditions = Json.of(List.of(
                condition("Selected", selected),
                condition("AllInjected", injected),
                condition("AllRecovered", recovered),
                condition("Paused", paused)));
        var experiment = Json.object("desiredPhase", paused ? "Stop" : "Run", "containerRecords", Json.of(records));
        api.patch(path, Json.object("status", Json.object("conditions", conditions, "experiment", experiment)));
    }

    private static Json condition(String type, boolean status) {
        return Json.object("type", type, "status", status ? "True" : "False");
    }

    /** One child, which the server's own controllers delete with its parent. */
    private void spawn(KubernetesObject parent) throws IOException {
        String kind = parent.text("kind");
        Json.Obj manifest = parent.json();
        String child = ChaosMesh.makes(manifest).getFirst();
        String key = Character.toLowerCase(child.charAt(0)) + child.substring(1);
        String collection = ChaosMesh.type(child).path(parent.namespace());
        String name = parent.name() + "-1";
        if (isDeleted(parent)
                || api.ask("GET", collection + "/" + name, Json.Obj.EMPTY).ok()) {
            return;
        }
        Json spec = kind.equals("Schedule")
                ? parent.field("spec", key).orElseThrow()
                : parent.each("spec", "templates").stream()
                        .filter(each -> each.text("templateType").equals(child))
                        .findFirst()
                        .flatMap(each -> each.field(key))
                        .orElseThrow();
        var owner = Json.object(
                "apiVersion",
                ChaosMesh.API_VERSION,
                "kind",
                kind,
                "name",
                parent.name(),
                "uid",
                parent.text("metadata", "uid"),
                "controller",
                true,
                "blockOwnerDeletion",
                true);
        var metadata = Json.object(
                "name",
                name,
                "labels",
                Json.object(ChaosMesh.label(kind), parent.name()),
                "ownerReferences",
                Json.of(List.of(owner)));
        api.create(
                collection,
                Json.object("apiVersion", ChaosMesh.API_VERSION, "kind", child, "metadata", metadata, "spec", spec));
    }
}
