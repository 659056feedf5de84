package dev.shakeout.faults.kubernetes;

import static org.awaitility.Awaitility.await;

import dev.shakeout.engine.Catalog;
import dev.shakeout.engine.Machine;
import dev.shakeout.faults.host.FaultCase;
import dev.shakeout.faults.host.Stage;
import dev.shakeout.faults.host.Stages;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Json;
import dev.shakeout.model.Target;
import dev.shakeout.testbed.KubernetesApi;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * Objects of a real cluster for every fault by its API: each stage has a namespace of its own, and a node of its own where
 * nodes are hit. What a cluster keeps for the run (its Lease) is in that namespace too.
 */
final class ClusterStages implements Stages {
    /** How many may be needed: one for each worker of the matrix, one to plan with, and those that were spoilt. */
    static final int NODES = 10;

    /** What all of them are called that are not named by the cluster. */
    private static final String NAME = "shop";

    private static final int REPLICAS = 2;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Set<String> WITHOUT_PODS = Set.of(ConfigFinder.KIND);

    private final dev.shakeout.testbed.Cluster cluster;
    private final String kubeconfig;
    private final AtomicInteger made = new AtomicInteger();
    private final AtomicInteger nodes = new AtomicInteger(1); // the first is for all stages that hit none
    private final Machine admin;
    private final List<Played> peers;

    /** @param cluster with {@link #NODES} nodes */
    ClusterStages(dev.shakeout.testbed.Cluster cluster) throws IOException {
        this.cluster = cluster;
        this.kubeconfig = Files.readString(cluster.kubeconfig());
        var environment = new HashMap<>(System.getenv());
        environment.put("KUBECONFIG", cluster.kubeconfig().toString());
        this.admin = Machine.local().withEnvironment(environment);
        Played.define(cluster.api());
        Cluster reached = Cluster.of(Optional.empty(), admin);
        this.peers = List.of(new PlayedChaosMesh(reached, cluster.api()), new PlayedLitmus(reached, cluster.api()));
    }

    @Override
    public void close() {
        peers.forEach(Played::close);
        admin.shared().close();
        cluster.close();
    }

    @Override
    public Stream<FaultCase> cases() {
        return FaultCase.all().filter(each -> each.fault() instanceof ByApi);
    }

    @Override
    public Stage make(String kind, String name, Path folder) throws IOException {
        String namespace = "stage-" + made.incrementAndGet();
        String node = "node-" + (kind.equals(NodeFinder.KIND) ? nodes.incrementAndGet() : 1);
        if (nodes.get() > NODES) {
            throw new IllegalStateException("no node is left that was not hit before");
        }
        namespace(namespace);
        populate(kind, namespace, node);
        Machine machine = machine(namespace, folder);
        var condition = new ClusterCondition(Cluster.of(Optional.empty(), machine), namespace, node);
        condition.settle();
        Arguments by = Arguments.NONE.with(Criteria.NAME, named(kind, namespace, node));
        Target target = Catalog.installed().finder(kind).find(by, machine).getFirst();
        return new Stage(
                machine,
                target,
                by,
                () -> isGone(target, machine),
                () -> {
                    throw new IllegalStateException("no fault of files is tried here");
                },
                condition::lines,
                List.of(machine.shared()::close, () -> delete(ResourceType.NAMESPACE.path("", namespace))));
    }

    /** With a context of this namespace. */
    private Machine machine(String namespace, Path folder) throws IOException {
        Path own = Files.writeString(
                folder.resolve("kubeconfig"), kubeconfig.replace("namespace: default", "namespace: " + namespace));
        var environment = new HashMap<>(System.getenv());
        environment.put("KUBECONFIG", own.toString());
        Machine machine = Stage.machineIn(folder).withEnvironment(environment);
        Files.createDirectories(machine.folders().runtime()); // as a run would
        return machine;
    }

    private void namespace(String name) throws IOException {
        api().create(ResourceType.NAMESPACE.path(""), Json.object("metadata", Json.object("name", name)));
        String account = "/api/v1/namespaces/" + name + "/serviceaccounts/default";
        await().atMost(PATIENCE)
                .until(() -> api().ask("GET", account, Json.Obj.EMPTY).ok());
    }

    private void populate(String kind, String namespace, String node) throws IOException {
        if (!WITHOUT_PODS.contains(kind)) {
            make(ResourceType.DEPLOYMENT, namespace, "spec", deployment(node));
        }
        switch (kind) {
            case ConfigFinder.KIND ->
                make(ResourceType.CONFIG_MAP, namespace, "data", Json.object("example", "value", "other", "kept"));
            case ServiceFinder.KIND -> serve(namespace);
            case AutoscalerFinder.KIND -> scale(namespace);
            case NamespaceFinder.KIND -> {
                PlayedLitmus.experiment(api(), namespace);
                make(
                        ResourceType.DISRUPTION_BUDGET,
                        namespace,
                        "spec",
                        Json.object(
                                "minAvailable", 1, "selector", Json.object("matchLabels", Json.object("app", NAME))));
            }
            default -> {}
        }
    }

    private static Json.Obj deployment(String node) {
        var labels = Json.object("app", NAME);
        var container = Json.object("name", "main", "image", "shop/main:1.0");
        var pod = Json.object(
                "containers", Json.of(List.of(container)), "nodeSelector", Json.object("kubernetes.io/hostname", node));
        return Json.object(
                "replicas",
                REPLICAS,
                "selector",
                Json.object("matchLabels", labels),
                "template",
                Json.object("metadata", Json.object("labels", labels), "spec", pod));
    }

    private void serve(String namespace) throws IOException {
        var ports = Json.of(List.of(Json.object("port", 80)));
        make(
                ResourceType.SERVICE,
                namespace,
                "spec",
                Json.object("selector", Json.object("app", NAME), "ports", ports));
        await().atMost(PATIENCE)
                .until(() -> api().get(ResourceType.ENDPOINT_SLICE.path(namespace)).each("items").stream()
                                .flatMap(slice -> slice.each("endpoints").stream())
                                .filter(endpoint ->
                                        endpoint.text("conditions", "ready").equals("true"))
                                .count()
                        == REPLICAS);
    }

    private void scale(String namespace) throws IOException {
        var target = Json.object("apiVersion", "apps/v1", "kind", "Deployment", "name", NAME);
        make(
                ResourceType.AUTOSCALER,
                namespace,
                "spec",
                Json.object("scaleTargetRef", target, "minReplicas", 1, "maxReplicas", 5));
        String path = ResourceType.AUTOSCALER.path(namespace, NAME);
        await().atMost(PATIENCE)
                .until(() -> api().get(path).text("status", "currentReplicas").equals(String.valueOf(REPLICAS)));
    }

    private void make(ResourceType type, String namespace, String section, Json.Obj content) throws IOException {
        api().create(type.path(namespace), Json.object("metadata", Json.object("name", NAME), section, content));
    }

    private String named(String kind, String namespace, String node) throws IOException {
        return switch (kind) {
            case PodFinder.KIND ->
                api().get(ResourceType.POD.path(namespace))
                        .each("items")
                        .getFirst()
                        .name();
            case NodeFinder.KIND -> node;
            case NamespaceFinder.KIND -> namespace;
            default -> NAME;
        };
    }

    private KubernetesApi api() {
        return cluster.api();
    }

    private static boolean isGone(Target target, Machine machine) {
        try {
            return ResourceFinder.read(target, machine)
                    .filter(resource -> !resource.isEnding())
                    .isEmpty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void delete(String path) {
        try {
            api().delete(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
