package dev.shakeout.faults.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.shakeout.engine.Planned;
import dev.shakeout.engine.Planner;
import dev.shakeout.engine.RunListener;
import dev.shakeout.engine.Runner;
import dev.shakeout.engine.Stop;
import dev.shakeout.model.Activity;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Event;
import dev.shakeout.model.Experiment;
import dev.shakeout.model.Journal;
import dev.shakeout.model.Json;
import dev.shakeout.model.Position;
import dev.shakeout.model.Provider;
import dev.shakeout.model.Selector;
import dev.shakeout.model.Verdict;
import dev.shakeout.testbed.KubernetesObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The first faults, how pods are deleted, and what becomes of objects that several change at the same time. */
class ApiFaultsTest extends WithCluster {
    @Test
    void aWorkloadIsScaledToNothingAndBack() throws IOException {
        deploy("scaled", 2);
        var journal = drill("workload/scale", Arguments.NONE, named(WorkloadFinder.KIND, "scaled"));
        assertThat(journal.verdict()).as(journal.toString()).isEqualTo(Verdict.PASSED);
        assertThat(deployment("scaled").text("spec", "replicas")).isEqualTo("2");
        assertThat(deployment("scaled").text("metadata", "annotations")).doesNotContain("shakeout");
        awaitReady("scaled", 2);
    }

    @Test
    void aPodIsDeletedAndItsDeploymentMakesAnother() throws IOException {
        deploy("deleted", 2);
        var journal = drill(
                "pod/delete",
                Arguments.NONE,
                new Selector(PodFinder.KIND, Arguments.NONE.with(PodFinder.OWNER, "deployment/deleted"), ONE));
        assertThat(journal.verdict()).as(journal.toString()).isEqualTo(Verdict.PASSED);
        awaitReady("deleted", 2);
    }

    @Test
    void podsOfAWorkloadAreDeletedOneAfterTheOther() throws IOException {
        deploy("serial", 3);
        var before = names("serial");
        var gone = new LinkedHashMap<String, Instant>();
        var journal = run(oneByOne("serial", Duration.ofSeconds(1)), new Stop(), event -> {
            if (event instanceof Event.EffectMeasured measured && measured.bites()) {
                gone.put(measured.injection().target().name(), measured.at());
            }
        });
        assertThat(journal.verdict()).as(journal.toString()).isEqualTo(Verdict.PASSED);
        var times = List.copyOf(gone.values());
        assertThat(times).hasSize(3);
        for (int i = 1; i < times.size(); i++) {
            assertThat(Duration.between(times.get(i - 1), times.get(i))).isGreaterThan(Duration.ofMillis(500));
        }
        assertThat(names("serial")).doesNotContainAnyElementsOf(before);
        awaitReady("serial", 3);
    }

    @Test
    void whatARunHasDeletedIsFollowedByWhatIsThereInItsPlace() throws IOException {
        deploy("again", 1);
        var only = new Selector(PodFinder.KIND, Arguments.NONE.with(PodFinder.OWNER, "deployment/again"), ONE);
        var thrice = Stream.of("first", "second", "third")
                .<Activity>map(name -> new Activity.Action(
                        Activity.Written.named(name, new Position("test", 1, 1)),
                        new Provider.FaultCall("pod/delete", only, Arguments.NONE, Optional.empty())))
                .toList();
        var planned = new Planner(CATALOG, machine).plan(Experiment.of("again and again", thrice), 1);

        var journal = run(planned, new Stop());

        assertThat(journal.verdict()).as(journal.reasons().toString()).isEqualTo(Verdict.PASSED);
        assertThat(journal.injections().stream()
                        .filter(each -> each.injected().isPresent())
                        .map(Journal.Injected::target))
                .hasSize(3)
                .doesNotHaveDuplicates();
        assertThat(journal.injections().getLast().notes().toString())
                .contains("takes the place of pod default/again-", "which this run has ended before");
    }

    @Test
    void aRunThatIsStoppedDeletesNoMorePods() throws IOException {
        deploy("stopped", 3);
        var before = names("stopped");
        var stop = new Stop();
        var journal = run(oneByOne("stopped", Duration.ofHours(1)), stop, event -> {
            if (event instanceof Event.EffectMeasured) {
                stop.ask(Verdict.ABORTED, "enough");
            }
        });
        assertThat(journal.verdict()).isEqualTo(Verdict.ABORTED);
        assertThat(names("stopped")).filteredOn(before::contains).hasSize(2);
    }

    private Planned oneByOne(String deployment, Duration interval) {
        var pods = new Selector(
                PodFinder.KIND,
                Arguments.NONE.with(PodFinder.OWNER, "deployment/" + deployment),
                new Selector.Mode.All());
        var arguments = Arguments.NONE.with(PodDelete.GRACE, Duration.ZERO).with(PodDelete.INTERVAL, interval);
        Planned planned = plan(machine, "pod/delete", arguments, pods, MOMENT);
        assertThat(planned.plan().refusals()).isEmpty();
        return planned;
    }

    private Journal run(Planned planned, Stop stop, RunListener listener) {
        return new Runner(CATALOG, machine, Map.of(), "test").run(planned, stop, List.of(listener));
    }

    private List<String> names(String app) throws IOException {
        return pods(app).stream().map(KubernetesObject::name).toList();
    }

    @Test
    void aNodeIsClosedToPodsAndOpenedAgain() throws IOException {
        String node = "node-1";
        var journal = drill("node/cordon", Arguments.NONE, named(NodeFinder.KIND, node));
        assertThat(journal.verdict()).as(journal.toString()).isEqualTo(Verdict.PASSED);
        assertThat(cluster.api().get("/api/v1/nodes/" + node).text("spec", "unschedulable"))
                .isEmpty();
    }

    @Test
    void twoFaultsOfOneObjectAreTakenBackEachForItself() throws IOException {
        deploy("twice", 2);
        configs().map("two", Map.of("x", "1", "y", "2"));
        var workload = named(WorkloadFinder.KIND, "twice");
        var journal = run(
                new Planner(CATALOG, machine)
                        .plan(
                                Experiment.of(
                                        "two at once",
                                        List.of(
                                                action(
                                                        "workload/resources",
                                                        Arguments.NONE.with(
                                                                WorkloadResources.CPU_LIMIT, BigDecimal.ONE),
                                                        workload),
                                                action(
                                                        "workload/scale",
                                                        Arguments.NONE.with(WorkloadScale.REPLICAS, 5),
                                                        workload),
                                                action("config/corrupt", Configs.key("x"), Configs.named("two")),
                                                action("config/remove-key", Configs.key("y"), Configs.named("two")))),
                                1),
                new Stop());
        assertThat(journal.verdict()).as(journal.reasons().toString()).isEqualTo(Verdict.PASSED);
        assertThat(configs().data("two")).isEqualTo(Map.of("x", "1", "y", "2"));
        assertThat(deployment("twice").text("spec", "replicas")).isEqualTo("2");
        await().atMost(SOON) // the mark of a closed node is a taint too, which Kubernetes takes away itself
                .until(() -> cluster.api()
                        .get("/api/v1/nodes/node-2")
                        .field("spec", "taints")
                        .isEmpty());
        assertThat(deployment("twice").text("spec", "template")).contains("\"resources\":{}");
        awaitReady("twice", 2);
    }

    @Test
    void whoeverIsInTheClusterTakesItBackWithoutAShell() throws IOException {
        configs().map("remote", Map.of("x", "1", "y", "2"));
        drill("config/corrupt", Configs.key("x"), Configs.named("remote"), () -> {
            takeBackByLease();
            assertThat(configs().data("remote")).isEqualTo(Map.of("x", "1", "y", "2"));
        });
        drill("config/remove-key", Configs.key("x"), Configs.named("remote"), () -> {
            cluster.api().patch(Configs.MAPS + "/remote", Json.object("data", Json.object("x", "theirs")));
            takeBackByLease();
            assertThat(configs().data("remote")).isEqualTo(Map.of("x", "theirs", "y", "2"));
        });
        namespace("remote");
        drill("namespace/quota", Arguments.NONE, named(NamespaceFinder.KIND, "remote"), () -> {
            takeBackByLease();
            assertThat(cluster.api()
                            .get("/api/v1/namespaces/remote/resourcequotas")
                            .each("items"))
                    .isEmpty();
        });
        drill("node/taint", Arguments.NONE, named(NodeFinder.KIND, "node-3"), () -> {
            takeBackByLease();
            assertThat(cluster.api().get("/api/v1/nodes/node-3").field("spec", "taints"))
                    .isEmpty();
        });
        deploy("remote", 1);
        var squeeze = Arguments.NONE
                .with(WorkloadResources.CPU_REQUEST, BigDecimal.ONE)
                .with(WorkloadResources.CPU_LIMIT, BigDecimal.TWO);
        drill("workload/resources", squeeze, named(WorkloadFinder.KIND, "remote"), () -> {
            Json ours = deployment("remote")
                    .each("spec", "template", "spec", "containers")
                    .getFirst()
                    .json();
            var beside = Json.object("name", "beside", "image", "shop/beside:1.0");
            var containers = Json.object("containers", Json.of(List.of(beside, ours)));
            cluster.api()
                    .patch(
                            deployments() + "/remote",
                            Json.object("spec", Json.object("template", Json.object("spec", containers))));
            takeBackByLease();
            assertThat(deployment("remote").text("spec", "template")).doesNotContain("\"cpu\"");
        });
    }

    private static Activity.Action action(String fault, Arguments arguments, Selector selector) {
        return action(fault, arguments, selector, Optional.empty());
    }

    @Test
    void whatSomebodyElseHasChangedSinceThePlanIsNotTouched() throws IOException {
        deploy("changed", 2);
        var planned = plan(machine, "workload/scale", Arguments.NONE, named(WorkloadFinder.KIND, "changed"), MOMENT);
        cluster.api().patch(deployments() + "/changed", Json.object("spec", Json.object("replicas", 3)));

        var journal = run(planned, new Stop());

        assertThat(journal.verdict()).as(journal.reasons().toString()).isEqualTo(Verdict.FAILED);
        assertThat(journal.reasons().toString()).contains("was it changed since the plan was made?");
        assertThat(deployment("changed").text("spec", "replicas")).isEqualTo("3");
        assertThat(leasesOf("changed")).isEmpty();
    }

    @Test
    void whileOthersWriteToTheSameObjectAllTheTimeItIsBrokenAndTakenBack() throws Exception {
        var data = Json.object("key", "value");
        cluster.api()
                .create(
                        ResourceType.CONFIG_MAP.path("default"),
                        Json.object("metadata", Json.object("name", "busy"), "data", data));
        var target = named(ConfigFinder.KIND, "busy");
        var key = Arguments.NONE.with(ConfigKey.KEY, "key");
        var over = new AtomicBoolean();
        var writers = Stream.of("a", "b", "c", "d")
                .map(name -> Thread.ofPlatform().start(() -> write(name, over)))
                .toList();
        try {
            drill("config/corrupt", key, target, () -> {});
            assertThat(busy().field("data")).contains(data);
            drill("config/corrupt", key, target, () -> {
                for (Undo undo : leasesOf("busy").getFirst().undos()) {
                    undo.takeBack(Cluster.of(Optional.empty(), machine)); // as somebody in the cluster would
                }
                assertThat(busy().field("data")).contains(data);
            });
        } finally {
            over.set(true);
            for (Thread writer : writers) {
                writer.join();
            }
        }
        assertThat(busy().field("data")).contains(data);
        assertThat(busy().text("metadata", "annotations")).contains("\"a\"", "\"b\"", "\"c\"", "\"d\"");
    }

    private KubernetesObject busy() throws IOException {
        return cluster.api().get(ResourceType.CONFIG_MAP.path("default", "busy"));
    }

    private void write(String name, AtomicBoolean over) {
        for (int i = 0; !over.get(); i++) {
            var annotations = Json.object("annotations", Json.object(name, String.valueOf(i)));
            try {
                cluster.api()
                        .ask(
                                "PATCH",
                                ResourceType.CONFIG_MAP.path("default", "busy"),
                                Json.object("metadata", annotations));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
