package dev.shakeout.faults.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.shakeout.engine.MildArguments;
import dev.shakeout.engine.Planned;
import dev.shakeout.engine.Runner;
import dev.shakeout.engine.Stop;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Json;
import dev.shakeout.model.Selector;
import dev.shakeout.model.Verdict;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every fault by the API is done by an account that has the least rights for it and no others, bites, and is taken back by a
 * shell with these rights. A fault that is new needs a line in {@link #example}.
 */
class EveryFaultTest extends WithCluster {
    /** What a fault is tried on, and how. */
    record Example(Selector selector, Arguments arguments) {}

    private final List<Played> peers = new ArrayList<>();

    @AfterAll
    void uninstall() {
        peers.forEach(Played::close);
    }

    @BeforeAll
    void makeTargets() throws IOException {
        Played.define(cluster.api());
        Cluster reached = Cluster.of(Optional.empty(), machine);
        peers.add(new PlayedChaosMesh(reached, cluster.api()));
        peers.add(new PlayedLitmus(reached, cluster.api()));
        PlayedLitmus.experiment(cluster.api(), "default");
        deploy("shop", 2);
        cluster.api()
                .create(
                        ResourceType.CONFIG_MAP.path("default"),
                        Json.object(
                                "metadata",
                                Json.object("name", "shop"),
                                "data",
                                Json.object(
                                        "key", "value",
                                        "Corefile", ".:53 {\n  reload\n}\n",
                                        "tls.crt", Files.readString(folder.resolve("cluster/server.crt")))));
        var ports = Json.of(List.of(Json.object("port", 80)));
        cluster.api()
                .create(
                        ResourceType.SERVICE.path("default"),
                        Json.object(
                                "metadata",
                                Json.object("name", "shop"),
                                "spec",
                                Json.object("selector", Json.object("app", "shop"), "ports", ports)));
        var target = Json.object("apiVersion", "apps/v1", "kind", "Deployment", "name", "shop");
        String autoscalers = ResourceType.AUTOSCALER.path("default");
        cluster.api()
                .create(
                        autoscalers,
                        Json.object(
                                "metadata",
                                Json.object("name", "shop"),
                                "spec",
                                Json.object("scaleTargetRef", target, "maxReplicas", 5)));
        await().atMost(SOON)
                .until(() -> number(cluster.api().get(autoscalers + "/shop"), "status", "currentReplicas") == 2);
    }

    static Stream<String> faults() {
        return CATALOG.faults().values().stream()
                .filter(ByApi.class::isInstance)
                .map(fault -> fault.descriptor().name());
    }

    private Example example(String fault) throws IOException {
        var workload = named(WorkloadFinder.KIND, "shop");
        var node = named(NodeFinder.KIND, pods("shop").getFirst().text("spec", "nodeName"));
        return switch (fault) {
            case "workload/scale" -> new Example(workload, Arguments.NONE.with(WorkloadScale.REPLICAS, 5));
            case "workload/resources" ->
                new Example(workload, Arguments.NONE.with(WorkloadResources.CPU_LIMIT, BigDecimal.ONE));
            case "config/corrupt", "config/remove-key" ->
                new Example(named(ConfigFinder.KIND, "shop"), Arguments.NONE.with(ConfigKey.KEY, "key"));
            case "config/expire-certificate" -> new Example(named(ConfigFinder.KIND, "shop"), Arguments.NONE);
            case "coredns/answer" ->
                new Example(named(ConfigFinder.KIND, "shop"), Arguments.NONE.with(CorednsAnswer.NAME, "db.example"));
            case "namespace/limits" ->
                new Example(
                        named(NamespaceFinder.KIND, "default"),
                        Arguments.NONE.with(NamespaceLimits.CPU, BigDecimal.ONE));
            case "object/delete" ->
                new Example(
                        named(NamespaceFinder.KIND, "default"),
                        Arguments.NONE.with(ObjectDelete.KIND, "ConfigMap").with(ObjectDelete.NAMES, List.of("shop")));
            case "chaos-mesh/object", "litmus/engine", "object/create" ->
                new Example(
                        named(NamespaceFinder.KIND, "default"),
                        MildArguments.of(CATALOG.fault(fault).descriptor()));
            default ->
                new Example(
                        switch (fault.substring(0, fault.indexOf('/'))) {
                            case "pod" ->
                                named(PodFinder.KIND, pods("shop").getFirst().name());
                            case "node" -> node;
                            case "service" -> named(ServiceFinder.KIND, "shop");
                            case "autoscaler" -> named(AutoscalerFinder.KIND, "shop");
                            case "namespace" -> named(NamespaceFinder.KIND, "default");
                            default -> workload;
                        },
                        Arguments.NONE);
        };
    }

    @ParameterizedTest
    @MethodSource("faults")
    void theLeastRightsAreEnough(String fault) throws IOException {
        var example = example(fault);
        String account = fault.replace('/', '-');
        grant(account, experiment(fault, example.arguments(), example.selector()));
        try (var limited = new Limited(cluster.kubeconfig(account, "default"))) {
            Planned planned = plan(limited.machine(), fault, example.arguments(), example.selector(), MOMENT);
            assertThat(planned.plan().refusals()).isEmpty();
            var journal = new Runner(CATALOG, limited.machine(), Map.of(), "test").run(planned, new Stop(), List.of());
            assertThat(journal.verdict()).as(journal.reasons().toString()).isEqualTo(Verdict.PASSED);
        }
        awaitReady("shop", 2);
    }
}
