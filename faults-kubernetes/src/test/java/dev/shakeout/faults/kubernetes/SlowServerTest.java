package dev.shakeout.faults.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.shakeout.engine.Machine;
import dev.shakeout.engine.Planned;
import dev.shakeout.engine.Planner;
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
import dev.shakeout.model.Verdict;
import dev.shakeout.testbed.KubernetesObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** The API server answers slowly, or not at all, or is told something else by somebody else at the same time. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SlowServerTest extends WithCluster {
    private Stop stop;
    private Wire wire;
    private Machine overWire;
    private AbandonedRun abandoned;

    @BeforeAll
    void beginWhatTakesLong() throws IOException {
        deploy("abandoned", 1);
        abandoned = AbandonedRun.begin("abandoned", cluster, Files.createDirectory(folder.resolve("abandoned")));
    }

    @BeforeEach
    void layWire() throws IOException {
        stop = new Stop();
        wire = Wire.to(cluster.server());
        overWire = as(wire.kubeconfig(cluster.kubeconfig()));
    }

    @AfterEach
    void removeWire() throws IOException {
        overWire.shared().close();
        wire.close();
    }

    @AfterAll
    void endAbandoned() throws IOException {
        if (abandoned != null) { // the cluster could be started
            abandoned.close();
        }
    }

    @Test
    void aSlowServerIsWaitedFor() throws IOException {
        deploy("slow", 2);
        wire.slowDown(Duration.ofMillis(200));

        var journal = scaleOverWire("slow", () -> assertThat(replicas("slow")).isEqualTo("0"));

        assertThat(journal.verdict()).as(journal.reasons().toString()).isEqualTo(Verdict.PASSED);
        assertThat(replicas("slow")).isEqualTo("2");
        assertThat(leasesOf("slow")).isEmpty();
    }

    @Test
    void aServerThatIsDeadWhenItIsToBeTakenBackIsAskedAgainUntilItIsThere() throws IOException {
        deploy("dead", 2);

        var journal = scaleOverWire("dead", () -> {
            wire.turnAway();
            int before = wire.turnedAway();
            soon(() -> wire.turnedAway() >= before + 5, wire::takeAgain);
        });

        assertThat(journal.verdict()).as(journal.reasons().toString()).isEqualTo(Verdict.PASSED);
        assertThat(journal.injections().getFirst().undoTook().orElseThrow()).isGreaterThan(Duration.ofMillis(500));
        assertThat(replicas("dead")).isEqualTo("2");
        assertThat(leasesOf("dead")).isEmpty();
    }

    @Test
    void aServerThatHangsWhenItIsToBeTakenBackIsWaitedFor() throws IOException {
        deploy("hanging", 2);

        var journal = scaleOverWire("hanging", () -> {
            int before = wire.connections();
            wire.hold();
            soon(() -> wire.connections() > before, wire::release); // the shell of the undo has come
        });

        assertThat(journal.verdict()).as(journal.reasons().toString()).isEqualTo(Verdict.PASSED);
        assertThat(replicas("hanging")).isEqualTo("2");
    }

    @Test
    void aServerThatHangsForTooLongStopsTheRunBeforeOthersTakeItForDead() throws IOException {
        deploy("lapsed", 2);
        var planned = plan(overWire, "workload/scale", Arguments.NONE, named(WorkloadFinder.KIND, "lapsed"), SOON);
        var lost = new AtomicReference<>(Duration.ZERO);
        var journal = whileBiting(planned, () -> {
            long held = System.nanoTime();
            wire.hold();
            soon(() -> stop.reason().isPresent(), () -> {
                lost.set(Duration.ofNanos(System.nanoTime() - held));
                wire.release();
            });
        });

        assertThat(journal.verdict()).as(journal.reasons().toString()).isEqualTo(Verdict.ABORTED);
        assertThat(journal.reasons().toString()).contains("its lease in the cluster could not be renewed");
        assertThat(lost.get()).isLessThan(Duration.ofSeconds(10)); // the lease
        assertThat(replicas("lapsed")).isEqualTo("2");
    }

    @Test
    void aWatchThatIsCutInMidRunTellsAllThatHasHappened() throws IOException {
        deploy("watched", 2);
        var fault = action(
                "workload/scale",
                Arguments.NONE,
                named(WorkloadFinder.KIND, "watched"),
                Optional.of(Duration.ofSeconds(1)));
        var recovery = new Provider.Call("recovery", Arguments.NONE.with(Criteria.NAME, "watched"));
        var probe = new Activity.Probe(
                Activity.Written.named("recovered", new Position("test", 2, 1)),
                recovery,
                Optional.empty(),
                Duration.ZERO);
        var planner = new Planner(CATALOG, overWire);
        var journal = whileBiting(planner.plan(Experiment.of("watched", List.of(fault, probe)), 1), wire::cut);

        assertThat(journal.verdict()).as(journal.reasons().toString()).isEqualTo(Verdict.PASSED);
        Json told = journal.run().getLast().output();
        assertThat(Resource.text(told, "shortages")).isEqualTo("1");
        assertThat(Resource.text(told, "ready")).isEqualTo("true");
        assertThat(Double.parseDouble(Resource.text(told, "longest"))).isBetween(0.9, 30.0);
    }

    @Test
    void whatSomebodyElseHasChangedSinceThePlanIsNotTouched() throws IOException {
        deploy("changed", 2);
        var planned = plan(machine, "workload/scale", Arguments.NONE, named(WorkloadFinder.KIND, "changed"), MOMENT);
        cluster.api().patch(deployments() + "/changed", Json.object("spec", Json.object("replicas", 3)));

        var journal = run(planned, new Stop());

        assertThat(journal.verdict()).as(journal.reasons().toString()).isEqualTo(Verdict.FAILED);
        assertThat(journal.reasons().toString()).contains("was it changed since the plan was made?");
        assertThat(replicas("changed")).isEqualTo("3");
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

    @Test
    @Order(Integer.MAX_VALUE) // it goes on beside the others
    void aServerThatStaysAwayMakesTheRunUnsafeAndItIsTakenBackLater() throws Exception {
        List<String> said = abandoned.end();

        assertThat(said).contains("NotTakenBack").doesNotContain("TakenBack");
        assertThat(said)
                .filteredOn(line -> line.startsWith("UNSAFE"))
                .singleElement()
                .asString()
                .contains("default/abandoned")
                .contains("could not be taken back")
                .contains("does not set " + deployments() + "/abandoned back")
                .contains("run: sh " + abandoned.folder() + "/state/runs/");
        assertThat(replicas("abandoned")).isEqualTo("0");
        assertThat(leasesOf("abandoned"))
                .as("so somebody in the cluster can do it")
                .hasSize(1);
        assertThat(abandoned.credentials()).as("the way back needs them").hasSize(1);

        abandoned.line().takeAgain();

        assertThat(abandoned.recover())
                .singleElement()
                .satisfies(outcome ->
                        assertThat(outcome.clean()).as(outcome.toString()).isTrue());
        assertThat(replicas("abandoned")).isEqualTo("1");
        assertThat(leasesOf("abandoned")).isEmpty();
        assertThat(abandoned.credentials()).isEmpty();
        assertThat(abandoned.recover()).isEmpty();
    }

    private Journal scaleOverWire(String name, During during) {
        return whileBiting(
                plan(overWire, "workload/scale", Arguments.NONE, named(WorkloadFinder.KIND, name), MOMENT), during);
    }

    private Journal whileBiting(Planned planned, During during) {
        assertThat(planned.plan().refusals()).isEmpty();
        var thrown = new ArrayList<Throwable>();
        var journal = new Runner(CATALOG, overWire, Map.of(), "test").run(planned, stop, List.of(event -> {
            if (event instanceof Event.EffectMeasured measured && measured.bites()) {
                try {
                    during.run();
                } catch (IOException | RuntimeException | AssertionError e) {
                    thrown.add(e);
                }
            }
        }));
        assertThat(thrown).isEmpty();
        return journal;
    }

    private static void soon(Callable<Boolean> condition, Runnable then) {
        Thread.ofPlatform().start(() -> {
            await().atMost(SOON).until(condition);
            then.run();
        });
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

    private String replicas(String name) throws IOException {
        return deployment(name).text("spec", "replicas");
    }

    private List<RunLease> leasesOf(String name) throws IOException {
        return new Restorer(Cluster.of(Optional.empty(), machine))
                .leases("default").stream()
                        .filter(lease ->
                                lease.resource().annotations().toString().contains("/" + name + "\""))
                        .toList();
    }
}
