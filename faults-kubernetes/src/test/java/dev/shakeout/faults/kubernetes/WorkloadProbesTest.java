package dev.shakeout.faults.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.shakeout.engine.Planner;
import dev.shakeout.engine.ProbeFailed;
import dev.shakeout.engine.ProbeReader;
import dev.shakeout.engine.Stop;
import dev.shakeout.model.Activity;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Experiment;
import dev.shakeout.model.Hypothesis;
import dev.shakeout.model.Json;
import dev.shakeout.model.Position;
import dev.shakeout.model.Provider;
import dev.shakeout.model.Tolerance;
import dev.shakeout.model.Verdict;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a real API server answers of pods, of what keeps them, and of how long that has lacked some. */
class WorkloadProbesTest extends WithProbes {
    private static final RecoveryProbe RECOVERY = new RecoveryProbe();

    private static double number(Json reading, String output) {
        return Double.parseDouble(Resource.text(reading, output));
    }

    private void scale(String name, int replicas) throws IOException {
        cluster.api().patch(deployments() + "/" + name, Json.object("spec", Json.object("replicas", replicas)));
        awaitReady(name, replicas);
    }

    @Test
    void pods_are_counted_also_those_that_have_ended_or_wait() throws Exception {
        deploy("counted", 2);
        pod("counted-ended", "counted", "shop/batch:1", Json.object("testbed.shakeout.dev/exit", "3"));
        pod("counted-waits", "counted", "registry.invalid/web:1", Json.Obj.EMPTY);
        pod("counted-hungry", "counted", "shop/web:1", Json.Obj.EMPTY);
        await().atMost(SOON)
                .untilAsserted(
                        () -> assertThat(read(new PodsProbe(), app("counted")).members())
                                .containsEntry("pods", Json.of(5))
                                .containsEntry("running", Json.of(3))
                                .containsEntry("ready", Json.of(3))
                                .containsEntry("pending", Json.of(1))
                                .containsEntry("failed", Json.of(1))
                                .containsEntry("ending", Json.of(0))
                                .containsEntry("waiting", Json.object("ErrImagePull", 1))
                                .containsEntry("oom-killed", Json.of(0)));
        killForMemory("counted-hungry");
        assertThat(read(new PodsProbe(), name("counted-hungry")).members())
                .containsEntry("oom-killed", Json.of(1))
                .containsEntry("restarts", Json.of(2));
        assertThat(read(new PodsProbe(), Arguments.NONE.with(PodFinder.OWNER, "deployment/counted"))
                        .members())
                .containsEntry("pods", Json.of(2));
        assertThat(read(new PodsProbe(), name("nobody")).members())
                .containsEntry("pods", Json.of(0))
                .containsEntry("all", Json.of(List.of()));
    }

    private void killForMemory(String pod) throws IOException {
        var status = cluster.api()
                .get(PODS + "/" + pod)
                .each("status", "containerStatuses")
                .getFirst();
        var killed = status.json()
                .with("restartCount", Json.of(2))
                .with("lastState", Json.object("terminated", Json.object("exitCode", 137, "reason", "OOMKilled")));
        cluster.api()
                .patch(
                        PODS + "/" + pod + "/status",
                        Json.object("status", Json.object("containerStatuses", Json.of(List.of(killed)))));
    }

    @Test
    void a_workload_is_rolled_out_when_all_its_replicas_are_new_and_available() throws Exception {
        deploy("rolled", 2);
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(
                                read(new WorkloadProbe(), name("rolled")).members())
                        .containsEntry("desired", Json.of(2))
                        .containsEntry("ready", Json.of(2))
                        .containsEntry("available", Json.of(2))
                        .containsEntry("rolled-out", Json.of(true)));
        var template = Json.object(
                "spec", Json.object("containers", Json.of(List.of(container("registry.invalid/rolled:2")))));
        cluster.api().patch(deployments() + "/rolled", Json.object("spec", Json.object("template", template)));
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(
                                read(new WorkloadProbe(), name("rolled")).members())
                        .containsEntry("replicas", Json.of(3))
                        .containsEntry("updated", Json.of(1))
                        .containsEntry("ready", Json.of(2))
                        .containsEntry("rolled-out", Json.of(false)));
        assertThat(read(new WorkloadProbe(), name("nobody")).members())
                .containsEntry("workloads", Json.of(0))
                .containsEntry("rolled-out", Json.of(false));
    }

    @Test
    void other_kinds_of_workload_are_counted_by_the_same_names() throws Exception {
        var labels = Json.object("app", "kinds");
        var spec = Json.object("containers", Json.of(List.of(container("shop/kinds:1"))));
        var template = Json.object("metadata", Json.object("labels", labels), "spec", spec);
        var selector = Json.object("matchLabels", labels);
        make(ResourceType.DAEMON_SET, Json.object("selector", selector, "template", template));
        make(
                ResourceType.STATEFUL_SET,
                Json.object("replicas", 2, "serviceName", "kinds", "selector", selector, "template", template));
        make(
                ResourceType.JOB,
                Json.object(
                        "template",
                        Json.object(
                                "metadata",
                                Json.object("annotations", Json.object("testbed.shakeout.dev/exit", "0")),
                                "spec",
                                spec.with("restartPolicy", Json.of("Never")))));
        for (var expected : Map.of("daemonset", 3, "statefulset", 2).entrySet()) {
            await(expected.getKey())
                    .atMost(SOON)
                    .untilAsserted(() -> assertThat(read(
                                            new WorkloadProbe(),
                                            name("kinds").with(WorkloadFinder.TYPE, expected.getKey()))
                                    .members())
                            .containsEntry("desired", Json.of(expected.getValue()))
                            .containsEntry("ready", Json.of(expected.getValue()))
                            .containsEntry("rolled-out", Json.of(true)));
        }
        await("job")
                .atMost(SOON)
                .untilAsserted(() -> assertThat(
                                read(new WorkloadProbe(), name("kinds").with(WorkloadFinder.TYPE, "job"))
                                        .members())
                        .containsEntry("rolled-out", Json.of(true)));
    }

    private void make(ResourceType type, Json.Obj spec) throws IOException {
        cluster.api().create(type.path("default"), Json.object("metadata", Json.object("name", "kinds"), "spec", spec));
    }

    @Test
    void an_autoscaler_that_wants_more_than_its_least_has_scaled() throws Exception {
        String autoscalers = ResourceType.AUTOSCALER.path("default");
        var target = Json.object("apiVersion", "apps/v1", "kind", "Deployment", "name", "nobody");
        cluster.api()
                .create(
                        autoscalers,
                        Json.object(
                                "metadata",
                                Json.object("name", "web"),
                                "spec",
                                Json.object("minReplicas", 2, "maxReplicas", 5, "scaleTargetRef", target)));
        assertThat(read(new AutoscalerProbe(), name("web")).members())
                .containsEntry("autoscalers", Json.of(1))
                .containsEntry("min", Json.of(2))
                .containsEntry("max", Json.of(5))
                .containsEntry("scaled", Json.of(false));
        var status = Json.object("currentReplicas", 2, "desiredReplicas", 4);
        cluster.api().patch(autoscalers + "/web/status", Json.object("status", status));
        assertThat(read(new AutoscalerProbe(), name("web")).members())
                .containsEntry("current", Json.of(2))
                .containsEntry("desired", Json.of(4))
                .containsEntry("scaled", Json.of(true));
    }

    @Test
    void tells_how_long_replicas_were_missing_and_how_often() throws Exception {
        deploy("short", 3);
        try (var reader = (ProbeReader.Once) RECOVERY.open("recovery", name("short"), machine)) {
            reader.start();
            assertThat(reader.read())
                    .isEqualTo(Json.object(
                            "ready",
                            true,
                            "shortages",
                            0,
                            "longest",
                            new Json.Num(new BigDecimal("0.000")),
                            "latest",
                            new Json.Num(new BigDecimal("0.000")),
                            "total",
                            new Json.Num(new BigDecimal("0.000")),
                            "all",
                            Json.of(List.of())));
            long begun = System.nanoTime();
            scale("short", 0);
            scale("short", 3);
            scale("short", 2);
            scale("short", 3);
            double took = (System.nanoTime() - begun) / 1e9;
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(Resource.text(reader.read(), "shortages"))
                            .isEqualTo("2"));
            Json reading = reader.read();
            assertThat(Resource.text(reading, "ready")).isEqualTo("true");
            assertThat(number(reading, "total")).isBetween(0.01, took + 1);
            assertThat(number(reading, "longest")).isGreaterThanOrEqualTo(number(reading, "latest"));
            assertThat(Resource.at(reading, "all").orElseThrow().text()).contains("\"ready\":0", "\"ready\":2");
        }
    }

    @Test
    void what_is_not_over_when_the_wait_is_has_not_recovered() throws Exception {
        deploy("down", 1);
        var without = name("down").with(RecoveryProbe.WAIT, Duration.ofMillis(300));
        try (var reader = (ProbeReader.Once) RECOVERY.open("recovery", without, machine)) {
            reader.start();
            reader.read();
            scale("down", 0);
            await().atMost(SOON)
                    .until(() -> Resource.text(reader.read(), "ready").equals("false"));
            assertThat(number(reader.read(), "longest")).isGreaterThan(0.3);
            cluster.api().delete(deployments() + "/down");
            assertThat(Resource.text(reader.read(), "ready")).isEqualTo("false");
        }
    }

    @Test
    void more_replicas_than_there_are_may_be_asked_for() throws Exception {
        deploy("few", 1);
        var more = name("few").with(RecoveryProbe.REPLICAS, 2).with(RecoveryProbe.WAIT, Duration.ZERO);
        try (var reader = (ProbeReader.Once) RECOVERY.open("recovery", more, machine)) {
            assertThat(Resource.text(reader.read(), "ready")).isEqualTo("false");
        }
    }

    @Test
    void nothing_that_matches_cannot_recover() {
        try (var reader = (ProbeReader.Once) RECOVERY.open("recovery", name("nobody"), machine)) {
            assertThatThrownBy(reader::read)
                    .isInstanceOf(ProbeFailed.class)
                    .hasMessageContaining("no deployment matches");
        }
    }

    /** Watched from the beginning of the run on, though it is read only after the fault. */
    @Test
    void a_run_tells_how_long_a_fault_was_felt() throws IOException {
        deploy("felt", 2);
        var call = new Provider.FaultCall(
                "workload/scale",
                named(WorkloadFinder.KIND, "felt"),
                Arguments.NONE,
                Optional.of(Duration.ofSeconds(1)));
        var fault = new Activity.Action(Activity.Written.named("scale", new Position("test", 1, 1)), call);
        var within = new Tolerance.Range(BigDecimal.ZERO, BigDecimal.valueOf(30), Optional.of("longest"));
        var probe = new Activity.Probe(
                Activity.Written.named("recovered", new Position("test", 2, 1)),
                new Provider.Call("recovery", name("felt")),
                Optional.of(within),
                Duration.ZERO);
        var journal = run(
                new Planner(CATALOG, machine).plan(steady(probe, Experiment.of("felt", List.of(fault, probe))), 1),
                new Stop());
        assertThat(journal.verdict()).as(journal.toString()).isEqualTo(Verdict.PASSED);
        Json output = journal.run().getLast().output();
        assertThat(number(output, "longest")).isBetween(0.9, 30.0);
        assertThat(Resource.text(output, "shortages")).isEqualTo("1");
        assertThat(journal.recoveries()).singleElement().satisfies(recovery -> {
            assertThat(recovery.timeToDetect())
                    .hasValueSatisfying(time -> assertThat(time).isLessThan(Duration.ofSeconds(10)));
            assertThat(recovery.timeToRecover())
                    .hasValueSatisfying(time -> assertThat(time).isLessThan(Duration.ofSeconds(10)));
        });
    }

    /** The same, with a probe that must be within its tolerance before and after. */
    private static Experiment steady(Activity.Probe probe, Experiment of) {
        return new Experiment(
                of.rules(),
                of.title(),
                of.description(),
                of.tags(),
                Optional.of(new Hypothesis("steady", List.of(probe))),
                of.method(),
                of.rollbacks(),
                of.safety(),
                of.strategies(),
                of.dry(),
                of.links(),
                of.source(),
                of.material());
    }
}
