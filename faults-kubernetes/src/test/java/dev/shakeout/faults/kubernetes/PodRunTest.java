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
import dev.shakeout.testbed.RealNode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/** A container that runs to its end on a real node; what never ends is on a played one. */
@ResourceLock("real node")
class PodRunTest extends WithCluster {
    private static final Json ON_REAL_NODE = Json.of(RealNode.NAME);

    @BeforeAll
    void addNode() throws IOException {
        cluster.realNode();
    }

    private static Arguments container(String script, Json node, Json... volumes) {
        var container = Json.object(
                "image",
                RealNode.IMAGE,
                "command",
                Json.of(Stream.of("sh", "-c", script).map(Json::of).toList()),
                "env",
                Json.of(List.of(Json.object("name", "WHO", "value", "world"))));
        return Arguments.NONE
                .with(PodRun.CONTAINER, container)
                .with(PodRun.SPEC, Json.object("nodeName", node, "volumes", Json.of(List.of(volumes))))
                .with(PodRun.TIMEOUT, Duration.ofMinutes(2));
    }

    private static Experiment experiment(Arguments arguments) {
        return Experiment.of(
                "task",
                List.of(new Activity.Action(
                        Activity.Written.named("task", new Position("test", 1, 1)),
                        new Provider.Call(PodRun.NAME, arguments))));
    }

    private static Planned plan(Arguments arguments, Machine on) {
        return new Planner(CATALOG, on).plan(experiment(arguments), 1);
    }

    private List<String> pods() throws IOException {
        return cluster.api().get(PODS + "?labelSelector=" + Custody.LABEL + "%3D" + Custody.US).each("items").stream()
                .map(pod -> pod.name())
                .toList();
    }

    @Test
    void itsStatusAndWhatItHasPrintedAreTheOutputAndItsPodIsGoneAfterwards() throws IOException {
        var planned = plan(container("echo hello $WHO; exit 3", ON_REAL_NODE), machine);

        assertThat(planned.plan().refusals()).isEmpty();
        assertThat(planned.plan().injections())
                .singleElement()
                .satisfies(made -> assertThat(planned.plan().isMade(made)).isTrue());
        Journal journal = run(planned, new Stop());

        assertThat(journal.verdict()).as(journal.toString()).isEqualTo(Verdict.PASSED);
        assertThat(journal.run()).singleElement().satisfies(ran -> {
            Json.Obj output = (Json.Obj) ran.output();
            assertThat(output.get("exitCode")).contains(Json.of(3));
            assertThat(output.get("stdout")).contains(Json.of("hello world\n"));
            assertThat(output.get("reason")).contains(Json.of("Error"));
        });
        assertThat(journal.injections())
                .singleElement()
                .satisfies(made -> assertThat(made.gone()).contains(true));
        assertThat(journal.meaning()).contains("No steady state was read");
        assertThat(pods()).isEmpty();
    }

    @Test
    void ofALongOutputTheEndIsKept() throws IOException {
        Journal journal = run(
                plan(
                        container(
                                "i=0; while [ $i -lt 3000 ]; do echo line $i of the log of a task; i=$((i+1)); done",
                                ON_REAL_NODE),
                        machine),
                new Stop());

        String stdout = ((Json.Obj) journal.run().getFirst().output())
                .get("stdout")
                .map(Json::text)
                .orElseThrow();
        assertThat(stdout).endsWith("line 2999 of the log of a task\n").hasSizeLessThanOrEqualTo(64 << 10);
        assertThat(pods()).isEmpty();
    }

    @Test
    void theRightsThatAreAskedForAreEnoughAndWithoutThemTheRunIsRefused() throws IOException {
        var arguments = container("true", ON_REAL_NODE);
        grant("task-runner", experiment(arguments));
        try (var limited = new Limited(cluster.kubeconfig("task-runner", "default"))) {
            Journal journal = new Runner(CATALOG, limited.machine(), Map.of(), "test")
                    .run(plan(arguments, limited.machine()), new Stop(), List.of());
            assertThat(journal.verdict()).as(journal.toString()).isEqualTo(Verdict.PASSED);
        }
        grant("task-reader", experiment(arguments), text -> text.replace("create, ", ""));
        try (var limited = new Limited(cluster.kubeconfig("task-reader", "default"))) {
            assertThat(plan(arguments, limited.machine()).plan().refusals())
                    .singleElement()
                    .satisfies(refusal ->
                            assertThat(refusal.words()).startsWith("'task': this account may not create pods"));
        }
        assertThat(pods()).isEmpty();
    }

    @Test
    void whatTheApiServerDoesNotTakeIsRefusedBeforeAnythingIsDone() {
        var arguments = Arguments.NONE
                .with(PodRun.CONTAINER, Json.object("image", "busybox", "comand", "x"))
                .with(PodRun.TIMEOUT, Duration.ofMinutes(1));

        assertThat(plan(arguments, machine).plan().refusals())
                .singleElement()
                .satisfies(refusal -> assertThat(refusal.words()).contains("comand"));
    }

    @Test
    void whatDoesNotEndInTimeHasFailedAndIsTakenAway() throws IOException {
        var arguments = container("sleep 600", Json.of("node-1")).with(PodRun.TIMEOUT, Duration.ofSeconds(2));

        Journal journal = run(plan(arguments, machine), new Stop());

        assertThat(journal.verdict()).isEqualTo(Verdict.FAILED);
        assertThat(journal.run().getFirst().error().orElseThrow()).contains("has not ended within 2 s; it is ");
        assertThat(pods()).isEmpty();
    }

    @Test
    void aStopTakesItAway() throws IOException {
        var stop = new Stop();
        Journal journal = runOfLong(stop, () -> {
            assertThat(pods()).hasSize(1);
            stop.ask(Verdict.ABORTED, "enough");
        });

        assertThat(journal.verdict()).isEqualTo(Verdict.ABORTED);
        assertThat(pods()).isEmpty();
    }

    @Test
    void itsDeletionStandsInTheLedgerAndTheLeaseBeforeItIsMadeAndWhoeverMakesItFailsTheAction() throws IOException {
        Journal journal = runOfLong(new Stop(), () -> {
            assertThat(pods()).hasSize(1);
            takeBackByLease();
            await().atMost(SOON).until(() -> pods().isEmpty());
        });

        assertThat(journal.verdict()).isEqualTo(Verdict.FAILED);
        assertThat(journal.run().getFirst().error().orElseThrow()).containsAnyOf("was deleted by", "is not there");
        assertThat(pods()).isEmpty();
    }

    /** This is done while its pod is there. */
    private Journal runOfLong(Stop stop, During during) {
        var troubles = new ArrayList<String>();
        var planned = plan(container("sleep 600", Json.of("node-1")), machine);
        Journal journal = new Runner(CATALOG, machine, Map.of(), "test").run(planned, stop, List.of(event -> {
            if (event instanceof Event.EffectMeasured) {
                try {
                    during.run();
                    troubles.add("none");
                } catch (IOException | AssertionError | RuntimeException e) {
                    troubles.add(e.toString());
                    stop.ask(Verdict.ABORTED, "the test has failed");
                }
            }
        }));
        assertThat(troubles).containsExactly("none");
        return journal;
    }
}
