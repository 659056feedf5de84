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
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.parallel.Isolated;

/** The API server answers slowly, or late, or not at all. */
@Isolated
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SlowServerTest extends WithCluster {
    private static final Duration LONGER_THAN_A_STEP_IS_WAITED_FOR = Duration.ofSeconds(3);

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

    /** A server may do what it was asked for when nobody waits for it any more, and so after the inverse. */
    @Test
    void whatReachesTheServerWhenItIsBeingTakenBackIsWaitedForAndTakenBack() throws IOException {
        deploy("late", 2);
        var planned = plan(overWire, "workload/scale", Arguments.NONE, named(WorkloadFinder.KIND, "late"), MOMENT);
        var journal = new Runner(CATALOG, overWire, Map.of(), "test").run(planned, stop, List.of(event -> {
            if (event instanceof Event.Injecting) {
                wire.makeNextLate(); // which is the step
                soon(wire::lateCame, () -> {
                    stop.ask(Verdict.ABORTED, "enough");
                    await().pollDelay(LONGER_THAN_A_STEP_IS_WAITED_FOR).until(() -> true);
                    wire.deliver();
                });
            }
        }));

        await().atMost(SOON).until(wire::lateAnswered);
        assertThat(journal.verdict()).as(journal.reasons().toString()).isEqualTo(Verdict.ABORTED);
        assertThat(replicas("late")).isEqualTo("2");
        assertThat(leasesOf("late")).isEmpty();
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
                .contains("does not set " + deployments() + "/abandoned/scale back")
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

    private String replicas(String name) throws IOException {
        return deployment(name).text("spec", "replicas");
    }
}
