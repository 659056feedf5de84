package dev.shakeout.cli.foreign;

import dev.shakeout.engine.Folders;
import dev.shakeout.engine.Machine;
import dev.shakeout.model.Json;
import dev.shakeout.testbed.Cluster;
import dev.shakeout.testbed.KubernetesApi;
import dev.shakeout.testbed.KubernetesObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What the targets of a drill are in a cluster: pods of deployments and stateful sets, workloads, nodes. Beside them lives
 * what none of them selects. Each drill has namespaces of its own, and so may be run beside others.
 */
final class Residents {
    private static final Pattern NUMBERED = Pattern.compile("(.+)-(\\d+)");
    private static final Pattern OWNER = Pattern.compile("(deployment|statefulset)/(.+)");
    private static final Pattern ACCOUNT = Pattern.compile("spec\\.serviceAccountName=(.+)");

    /** How many pods there are of what is selected. */
    enum Size {
        /** As many as are hit. */
        FEW,
        /** More than are hit, where some are to be spared. */
        SEVERAL
    }

    private final Size size;
    private final String suffix;
    private final String home;
    private final KubernetesApi api;
    private final Workloads workloads;

    /**
     * @param number tells the namespaces of a drill from those of others
     * @param home a node that no drill hits
     */
    Residents(int number, String home, Size size, KubernetesApi api) {
        this.size = size;
        this.home = home;
        this.suffix = "-" + number;
        this.api = api;
        this.workloads = new Workloads(api);
    }

    /** The namespace of targets that name none: that of the kubeconfig. */
    String ownNamespace() {
        return "own" + suffix;
    }

    /** The same faults in namespaces of this drill's own, and on a node that is there. */
    Drill moved(Drill drill) {
        return drill.inTurn(call -> (Json.Obj) moved(call.provider()));
    }

    private Json moved(Json json) {
        return switch (json) {
            case Json.Obj object -> {
                Json.Obj moved = Json.Obj.EMPTY;
                for (var member : object.members().entrySet()) {
                    if (member.getKey().equals("draw") && size == Size.FEW) {
                        continue; // those that share it are left out
                    }
                    Json value = moved(member.getValue());
                    moved = moved.with(
                            member.getKey(),
                            switch (member.getKey()) {
                                case "namespace", "pod-namespace" -> Json.of(value.text() + suffix);
                                case "node" -> Json.of(home);
                                case "node-selector" -> Json.of("kubernetes.io/hostname=" + home);
                                default -> value;
                            });
                }
                yield moved;
            }
            case Json.Arr(var items) -> Json.of(items.stream().map(this::moved).toList());
            default -> json;
        };
    }

    /** Makes what is selected, and waits until it runs. */
    void make(Drill moved, Workloads.Form form) throws IOException {
        for (Drill.Call call : moved.calls()) {
            for (Json.Obj target : targets(call).toList()) {
                require(target, call);
            }
        }
        spare("bystander", ownNamespace(), Map.of());
        workloads.make(form);
        workloads.settle();
    }

    /** What is hit, and other ends that are selected. */
    private static Stream<Json.Obj> targets(Drill.Call call) {
        Stream<Json.Obj> others = Stream.of("peers", "from", "except")
                .flatMap(key -> call.arguments().get(key).stream())
                .flatMap(value -> value instanceof Json.Arr(var items) ? items.stream() : Stream.of(value))
                .flatMap(value -> value instanceof Json.Obj selected ? Stream.of(selected) : Stream.empty());
        return Stream.concat(Stream.of(call.target()), others).flatMap(target -> Drill.apart(target).stream());
    }

    private void require(Json.Obj target, Drill.Call call) throws IOException {
        switch (text(target, "kind")) {
            case "pod" -> pods(target, call);
            case "workload" -> workload(target, call);
            case "node" -> node(target, call);
            default -> throw new IllegalArgumentException("no part of a cluster: " + target.compact());
        }
    }

    private void pods(Json.Obj target, Drill.Call call) {
        String namespace = namespace(target);
        Labels labels = Labels.of(target);
        Matcher owner = OWNER.matcher(text(target, "owner"));
        Matcher numbered = NUMBERED.matcher(text(target, "name"));
        Workloads.Workload workload;
        if (owner.matches()) {
            workload = workloads.one(owner.group(1), namespace, owner.group(2));
            workload.replicas = Math.max(workload.replicas, replicas(target));
        } else if (numbered.matches()) {
            workload = workloads.one("statefulset", namespace, numbered.group(1));
            workload.replicas = Math.max(workload.replicas, Integer.parseInt(numbered.group(2)) + 1);
        } else {
            String name = String.join("-", labels.wanted().values()) + text(target, "node");
            workload = workloads.one("deployment", namespace, name.isEmpty() ? "anything" : name);
            workload.replicas = Math.max(workload.replicas, replicas(target));
        }
        workload.labels.putAll(labels.wanted());
        object(target, "annotations").members().forEach((key, value) -> workload.annotations.put(key, value.text()));
        target.get("container").map(Json::text).ifPresent(workload.containers::add);
        Matcher account = ACCOUNT.matcher(text(target, "fields"));
        if (account.matches()) {
            workload.account = account.group(1);
        } else if (target.get("fields").isPresent()) {
            throw new IllegalArgumentException("who can make pods with " + text(target, "fields") + "?");
        }
        workload.node = home; // other drills end what runs elsewhere
        workload.calls.add(call);
        labels.ofOneLeftOut().ifPresent(almost -> spare("almost-" + workload.name, namespace, almost));
    }

    private int replicas(Json.Obj target) {
        int few = text(target, "mode").equals("fixed") ? Integer.parseInt(text(target, "value")) : 1;
        return switch (size) {
            case FEW -> few;
            case SEVERAL -> text(target, "mode").contains("percent") ? 4 : few + 1;
        };
    }

    private void workload(Json.Obj target, Drill.Call call) {
        Labels labels = Labels.of(target);
        String name = text(target, "name").isEmpty()
                ? String.join("-", labels.wanted().values())
                : text(target, "name");
        Workloads.Workload workload = workloads.one(text(target, "resource"), namespace(target), name);
        workload.labels.putAll(labels.wanted());
        workload.calls.add(call);
        workload.node = home;
        workload.replicas = 2;
    }

    /** One that is there, with the labels and a pod that can be moved elsewhere. */
    private void node(Json.Obj target, Drill.Call call) throws IOException {
        String name = nodeOf(target);
        Json.Obj labels = Json.Obj.EMPTY;
        for (var label : Labels.of(target).wanted().entrySet()) {
            labels = labels.with(label.getKey(), Json.of(label.getValue()));
        }
        api.patch("/api/v1/nodes/" + name, Json.object("metadata", Json.object("labels", labels)));
        if (call.fault().equals("node/drain")) {
            String namespace = text(target, "pod-namespace");
            Workloads.Workload workload =
                    workloads.one("deployment", namespace.isEmpty() ? ownNamespace() : namespace, "on-" + name);
            workload.labels.putAll(Labels.ofPods(target).wanted());
            workload.node = name;
            workload.replicas = 2;
        }
    }

    /** The name of a node for this target; one name for those that ask for labels, and one for those that ask for pods. */
    static String nodeOf(Json.Obj target) {
        if (!text(target, "name").isEmpty()) {
            return text(target, "name");
        }
        return text(target, "pod-namespace").isEmpty() ? "labelled" : "of-pods";
    }

    private void spare(String name, String namespace, Map<String, String> labels) {
        Workloads.Workload aside = workloads.one("deployment", namespace, name);
        aside.labels.putAll(labels);
        aside.labels.put(Workloads.SPARED, "yes");
        aside.node = home;
    }

    /** Until all is as it was before a drill. */
    void settle() {
        workloads.settle();
    }

    List<KubernetesObject> pods() throws IOException {
        return workloads.pods();
    }

    /** What no drill selects, as it is now. */
    List<String> spared() throws IOException {
        return workloads.spared();
    }

    /** With a kubeconfig that knows all contexts of the drill; each is this cluster, and the namespace is the drill's own. */
    Machine machine(Cluster cluster, Drill drill, Path folder) throws IOException {
        Path own = Files.createDirectory(folder.resolve("run" + suffix));
        String here =
                Files.readString(cluster.kubeconfig()).replace("namespace: default", "namespace: " + ownNamespace());
        String context = here.lines()
                .filter(line -> line.contains("context: {"))
                .findFirst()
                .orElseThrow();
        String more = drill.calls().stream()
                .flatMap(call -> call.target().get("context").stream())
                .map(Json::text)
                .distinct()
                .map(name -> "- name: " + name + "\n" + context + "\n")
                .reduce("", String::concat);
        Path kubeconfig =
                Files.writeString(own.resolve("kubeconfig"), here.replace("contexts:\n", "contexts:\n" + more));
        var environment = new HashMap<>(System.getenv());
        environment.put("KUBECONFIG", kubeconfig.toString());
        return Machine.local()
                .with(new Folders(own.resolve("run"), own.resolve("state")))
                .withEnvironment(environment);
    }

    private String namespace(Json.Obj target) {
        return text(target, "namespace").isEmpty() ? ownNamespace() : text(target, "namespace");
    }

    private static Json.Obj object(Json.Obj from, String key) {
        return from.get(key).map(Json.Obj.class::cast).orElse(Json.Obj.EMPTY);
    }

    private static String text(Json.Obj from, String key) {
        return from.get(key).map(Json::text).orElse("");
    }
}
