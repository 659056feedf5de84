package dev.shakeout.faults.kubernetes;

import dev.shakeout.engine.ProbeFailed;
import dev.shakeout.engine.Twin;
import dev.shakeout.model.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Twins of what chaostoolkit-kubernetes 0.39 asks of nodes, services, events, custom resources and other objects. */
public final class ClusterTwins implements Twin.Table {
    private static final List<String> MUST_BE_FALSE = List.of(
            "FrequentKubeletRestart",
            "FrequentDockerRestart",
            "FrequentContainerdRestart",
            "ReadonlyFilesystem",
            "KernelDeadlock",
            "CorruptDockerOverlay2",
            "FrequentUnregisterNetDevice",
            "NetworkUnavailable",
            "MemoryPressure",
            "DiskPressure",
            "PIDPressure");

    private static final Map<Integer, String> REASONS =
            Map.of(400, "Bad Request", 401, "Unauthorized", 403, "Forbidden", 404, "Not Found");

    @Override
    public List<Twin> twins() {
        String selected = "label_selector?";
        return List.of(
                ToolkitCall.twin(
                        "node.probes.get_nodes",
                        selected,
                        call -> call.get(
                                ResourceType.NODE.path(""),
                                ToolkitCall.query(call.find("label_selector"), Optional.empty()))),
                ToolkitCall.twin(
                        "node.probes.get_all_node_status_conditions", selected, call -> Json.of(conditions(call))),
                ToolkitCall.twin(
                        "node.probes.all_nodes_must_be_ready_to_schedule",
                        selected,
                        call -> all(call, "Ready", "True")),
                ToolkitCall.twin(
                        "node.probes.verify_nodes_condition",
                        "condition_type? condition_value? label_selector?",
                        call -> all(
                                call,
                                call.text("condition_type", "PIDPressure"),
                                call.text("condition_value", "False"))),
                ToolkitCall.twin("node.probes.nodes_must_be_healthy", selected, ClusterTwins::healthy),
                ToolkitCall.twin(
                        "service.probes.service_is_initialized",
                        "name? ns? label_selector? raise_if_service_not_initialized?",
                        ClusterTwins::initialized),
                ToolkitCall.twin(
                        "secret.probes.secret_exists", "name? ns? label_selector?", ClusterTwins::secretExists),
                ToolkitCall.twin("probes.secret_exists", "name? ns? label_selector?", ClusterTwins::secretExists),
                ToolkitCall.twin(
                        "namespace.probes.namespace_exists", "name", call -> exists(call, "/api/v1/namespaces")),
                ToolkitCall.twin(
                        "networking.probes.ingress_exists",
                        "name ns?",
                        call -> exists(
                                call, "/apis/networking.k8s.io/v1/namespaces/" + call.namespace() + "/ingresses")),
                ToolkitCall.twin(
                        "event.probes.get_events", "label_selector? field_selector? limit?", ClusterTwins::events),
                custom("get_custom_object", "ns? name"),
                custom("list_custom_objects", "ns?"),
                custom("get_cluster_custom_object", "name"),
                custom("list_cluster_custom_objects", ""));
    }

    /** Of each node its name, and its conditions by their types. */
    private static List<Json.Obj> conditions(ToolkitCall call) throws IOException {
        var found = new ArrayList<Json.Obj>();
        call.cluster()
                .list(ResourceType.NODE, "", ToolkitCall.query(call.find("label_selector"), Optional.empty()), node -> {
                    var told = new LinkedHashMap<String, Json>();
                    told.put("name", Json.of(node.name()));
                    told.putAll(node.conditions().members());
                    found.add(new Json.Obj(told));
                });
        return found;
    }

    private static Json all(ToolkitCall call, String type, String value) throws IOException {
        return Json.of(conditions(call).stream()
                .allMatch(node -> node.get(type).filter(Json.of(value)::equals).isPresent()));
    }

    private static Json healthy(ToolkitCall call) throws IOException {
        return Json.of(conditions(call).stream()
                .allMatch(node -> node.get("Ready").stream().allMatch(Json.of("True")::equals)
                        && MUST_BE_FALSE.stream()
                                .allMatch(type -> node.get(type).stream().allMatch(Json.of("False")::equals))));
    }

    private static Json initialized(ToolkitCall call) throws IOException, ProbeFailed {
        return call.list(ResourceType.SERVICE, call.find("label_selector"), call.find("name"))
                        .isEmpty()
                ? call.no(
                        "raise_if_service_not_initialized",
                        "service '" + call.text("name", "None") + "' is not initialized")
                : Json.of(true);
    }

    private static Json secretExists(ToolkitCall call) throws IOException {
        return Json.of(!call.list(ResourceType.SECRET, call.find("label_selector"), call.find("name"))
                .isEmpty());
    }

    private static Json exists(ToolkitCall call, String collection) throws IOException {
        var found = new ArrayList<Json>();
        var query = ToolkitCall.query(Optional.empty(), Optional.of(call.text("name", "None")));
        call.cluster().list(collection, query, found::add);
        return Json.of(!found.isEmpty());
    }

    private static Json events(ToolkitCall call) throws IOException {
        var query = new LinkedHashMap<String, String>();
        call.find("label_selector").ifPresent(given -> query.put("labelSelector", given));
        call.find("field_selector").ifPresent(given -> query.put("fieldSelector", given));
        query.put("limit", call.text("limit", "100"));
        return call.get("/apis/events.k8s.io/v1/events", query);
    }

    /** One object or all of a collection; what it takes says which. */
    private static Twin custom(String function, String more) {
        return ToolkitCall.twin("crd.probes." + function, ("group version plural " + more).strip(), call -> {
            String path = "/apis/" + call.text("group", "") + "/" + call.text("version", "")
                    + (more.contains("ns?") ? "/namespaces/" + call.namespace() : "")
                    + "/" + call.text("plural", "")
                    + (more.contains("name") ? "/" + call.text("name", "") : "");
            var answer = call.cluster().ask(path);
            if (!answer.ok()) {
                throw ToolkitCall.failed("Failed to create custom resource object: '"
                        + REASONS.getOrDefault(answer.status(), String.valueOf(answer.status())) + "' "
                        + answer.text());
            }
            return call.cluster().object(path, answer);
        });
    }
}
