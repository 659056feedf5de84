package dev.shakeout.cli.foreign;

import static org.awaitility.Awaitility.await;

import dev.shakeout.model.Json;
import dev.shakeout.testbed.KubernetesApi;
import dev.shakeout.testbed.KubernetesObject;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Deployments and stateful sets to be made in a cluster, with their pods and the namespaces that they are in. */
final class Workloads {
    /** The label of those that no drill selects. */
    static final String SPARED = "spared";

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** What pods are made of. */
    interface Form {
        /** Nothing runs. */
        Form PLAYED = (of, containers) -> Json.object(
                "containers",
                Json.of(containers.stream()
                        .map(name -> Json.object("name", name, "image", "shop/" + of.name + ":1.0"))
                        .toList()));

        /** The specification of its pods, but for where they are and who they are. */
        Json.Obj spec(Workload of, Collection<String> containers);
    }

    /** One of them, as far as it is asked for. */
    static final class Workload {
        final String type;
        final String namespace;
        final String name;
        final Map<String, String> labels = new LinkedHashMap<>();
        final Map<String, String> annotations = new LinkedHashMap<>();
        final TreeSet<String> containers = new TreeSet<>();
        final List<Drill.Call> calls = new ArrayList<>();
        int replicas = 1;
        String node = "";
        String account = "";

        private Workload(String type, String namespace, String name) {
            this.type = type;
            this.namespace = namespace;
            this.name = name;
        }

        private String collection() {
            return "/apis/apps/v1/namespaces/" + namespace + "/" + type + "s";
        }

        private Json.Obj json(Form form) {
            labels.put("workload", name);
            if (containers.isEmpty()) {
                containers.add("main");
            }
            Json.Obj spec = form.spec(this, containers).with("terminationGracePeriodSeconds", Json.of(1));
            spec = node.isEmpty() ? spec : spec.with("nodeSelector", Json.object("kubernetes.io/hostname", node));
            spec = account.isEmpty() ? spec : spec.with("serviceAccountName", Json.of(account));
            return Json.object(
                    "metadata",
                    Json.object("name", name, "labels", texts(labels)),
                    "spec",
                    Json.object(
                            "replicas",
                            replicas,
                            "podManagementPolicy",
                            type.equals("statefulset") ? Json.of("Parallel") : Json.Null.NULL,
                            "selector",
                            Json.object("matchLabels", Json.object("workload", name)),
                            "template",
                            Json.object(
                                    "metadata",
                                    Json.object("labels", texts(labels), "annotations", texts(annotations)),
                                    "spec",
                                    spec)));
        }
    }

    private final KubernetesApi api;
    private final Map<String, Workload> all = new LinkedHashMap<>();
    private final TreeSet<String> namespaces = new TreeSet<>();

    Workloads(KubernetesApi api) {
        this.api = api;
    }

    /** The same one for the same name. */
    Workload one(String type, String namespace, String name) {
        namespaces.add(namespace);
        return all.computeIfAbsent(type + " " + namespace + "/" + name, _ -> new Workload(type, namespace, name));
    }

    void make(Form form) throws IOException {
        for (String namespace : namespaces) {
            api.create("/api/v1/namespaces", Json.object("metadata", Json.object("name", namespace)));
        }
        for (String namespace : namespaces) {
            String account = "/api/v1/namespaces/" + namespace + "/serviceaccounts/default";
            await(account)
                    .atMost(PATIENCE)
                    .until(() -> api.ask("GET", account, Json.Obj.EMPTY).ok());
        }
        for (Workload each : all.values()) {
            if (!each.account.isEmpty()) {
                api.create(
                        "/api/v1/namespaces/" + each.namespace + "/serviceaccounts",
                        Json.object("metadata", Json.object("name", each.account)));
            }
            api.create(each.collection(), each.json(form));
        }
    }

    /** Until all pods are there, are ready, and are none that was on its way out. */
    void settle() {
        for (Workload each : all.values()) {
            await("pods of " + each.namespace + "/" + each.name)
                    .atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(100))
                    .until(() -> settled(each));
        }
    }

    private boolean settled(Workload workload) throws IOException {
        KubernetesObject now = api.get(workload.collection() + "/" + workload.name);
        List<KubernetesObject> pods = pods(workload);
        return now.text("status", "observedGeneration").equals(now.text("metadata", "generation"))
                && now.text("status", "readyReplicas").equals(now.text("spec", "replicas"))
                && now.text("spec", "replicas").equals(Integer.toString(pods.size()))
                && pods.stream()
                        .allMatch(pod ->
                                pod.field("metadata", "deletionTimestamp").isEmpty() && runs(pod));
    }

    private static boolean runs(KubernetesObject pod) {
        List<KubernetesObject> statuses = pod.each("status", "containerStatuses");
        return !statuses.isEmpty()
                && statuses.stream()
                        .allMatch(status -> status.field("state", "running").isPresent());
    }

    /** Of all workloads of this drill. */
    List<KubernetesObject> pods() throws IOException {
        var pods = new ArrayList<KubernetesObject>();
        for (Workload each : all.values()) {
            pods.addAll(pods(each));
        }
        return pods;
    }

    private List<KubernetesObject> pods(Workload workload) throws IOException {
        return api.get("/api/v1/namespaces/" + workload.namespace + "/pods?labelSelector=workload%3D" + workload.name)
                .each("items");
    }

    /** Pods that must stay as they are: which they are, and how often they were restarted. */
    List<String> spared() throws IOException {
        var seen = new ArrayList<String>();
        for (Workload each : all.values()) {
            if (each.labels.containsKey(SPARED)) {
                for (KubernetesObject pod : pods(each)) {
                    seen.add(pod.name() + " " + pod.text("metadata", "uid") + " "
                            + pod.each("status", "containerStatuses").stream()
                                    .map(status -> status.text("restartCount"))
                                    .toList());
                }
            }
        }
        return seen;
    }

    private static Json.Obj texts(Map<String, String> texts) {
        Json.Obj object = Json.Obj.EMPTY;
        for (var each : texts.entrySet()) {
            object = object.with(each.getKey(), Json.of(each.getValue()));
        }
        return object;
    }
}
