package dev.shakeout.faults.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.shakeout.engine.Runner;
import dev.shakeout.engine.Stop;
import dev.shakeout.model.Journal;
import dev.shakeout.model.Json;
import dev.shakeout.model.Selector;
import dev.shakeout.model.Verdict;
import dev.shakeout.testbed.RealNode;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Faults of processes and networks in pods of a real node, by an agent in an ephemeral container. */
class InPodTest extends WithNode {
    @Test
    void delaysThePacketsOfAPodAndMeasuresItThere() throws Exception {
        serve("delayed");
        Journal journal = drillIn("delayed", "network/delay", Map.of("latency", "200ms"));
        assertPassed(journal);
        assertThat(journal.injections().getFirst().on().orElseThrow().value()).isBetween(200.0, 1500.0);
        awaitEnded("delayed");
    }

    /** The one pod calls all the time, as the effect is measured on its packets. */
    @Test
    void delaysThePacketsToTheSelectedPodsAndToNoOther() throws Exception {
        String address = cluster.api().get(serve("web-of-three")).text("status", "podIP");
        String near = serve("near-web");
        String calls = "while :; do wget -qO /dev/null http://" + address + "/; sleep 0.2; done";
        String far = serve(
                "far-from-web",
                Map.of(
                        "containers",
                        Json.of(List.of(Json.object(
                                "name",
                                "main",
                                "image",
                                RealNode.IMAGE,
                                "command",
                                Json.of(List.of(Json.of("sh"), Json.of("-c"), Json.of(calls))))))));
        var arguments = arguments("network/delay", Map.of("latency", "2s"));
        var towards = towards(pod("far-from-web"), "network/delay", arguments);
        drill("network/delay", towards, pod("web-of-three"), Duration.ofSeconds(20), () -> {
            assertThat(asking(address, far)).isGreaterThan(Duration.ofSeconds(2));
            assertThat(asking(address, near)).isLessThan(Duration.ofSeconds(2));
        });
        assertThat(asking(address, far)).isLessThan(Duration.ofSeconds(2));
        awaitEnded("web-of-three");
    }

    /** How long a pod waits for an answer from that address, and how long we for the pod. */
    private Duration asking(String address, String pod) throws IOException {
        long begun = System.nanoTime();
        Exec.run(
                dev.shakeout.faults.kubernetes.Cluster.of(Optional.empty(), machine),
                pod,
                "main",
                List.of("sh", "-c", "wget -qO- http://" + address + "/ 2>&1 | grep -c ."),
                SOON);
        return Duration.ofNanos(System.nanoTime() - begun);
    }

    @Test
    void loadsAProcessor() throws Exception {
        serve("loaded");
        Journal journal = drillIn("loaded", "cpu/load", Map.of("load", "30%", "cores", "1"));
        assertPassed(journal);
    }

    @Test
    void takesMemory() throws Exception {
        serve("filled");
        Journal journal = drillIn("filled", "memory/fill", Map.of("size", "48MiB"));
        assertPassed(journal);
    }

    @Test
    void holdsTheFirstProcessOfAContainer() throws Exception {
        serve("paused");
        Journal journal = drillIn("paused", "process/pause", Map.of());
        assertPassed(journal);
    }

    @Test
    void endsTheFirstProcessOfAContainer() throws Exception {
        String pod = serve("killed");
        Journal journal = drillIn("killed", "process/kill", Map.of());
        assertPassed(journal);
        await("a restart")
                .atMost(SOON)
                .untilAsserted(() -> assertThat(cluster.api()
                                .get(pod)
                                .each("status", "containerStatuses")
                                .getFirst()
                                .text("restartCount"))
                        .isEqualTo("1"));
    }

    @Test
    void killsAContainerAndSeesItRestart() throws Exception {
        serve("container-killed");
        var planned = plan(
                machine,
                "pod/kill-container",
                arguments("pod/kill-container", Map.of()),
                pod("container-killed"),
                MOMENT);
        assertThat(planned.plan().injections().getFirst().rung()).isEqualTo("ephemeral container");
        assertPassed(run(planned, new Stop()));
    }

    /** A shell with a handler ends by a signal that a command within sends. */
    @Test
    void endsAContainerByACommandInIt() throws Exception {
        serve(
                "container-ended",
                Map.of(
                        "containers",
                        Json.of(List.of(Json.object(
                                "name",
                                "main",
                                "image",
                                RealNode.IMAGE,
                                "command",
                                Json.of(List.of(
                                        Json.of("sh"),
                                        Json.of("-c"),
                                        Json.of("trap 'exit 3' TERM; while :; do sleep 1 & wait; done"))))))));
        var planned = plan(
                machine,
                "pod/kill-container",
                arguments("pod/kill-container", Map.of("signal", "TERM")),
                pod("container-ended"),
                MOMENT);
        assertThat(planned.plan().injections().getFirst().rung()).isEqualTo("command in the container");
        assertPassed(run(planned, new Stop()));
    }

    @Test
    void namesTheRightsThatAreMissing() throws Exception {
        serve("guarded");
        var experiment = experiment("cpu/load", arguments("cpu/load", Map.of("load", "10%")), pod("guarded"));
        grant("weak", experiment, text -> text.replace("pods/ephemeralcontainers", "pods/none"));
        try (var weak = new Limited(cluster.kubeconfig("weak", "default"))) {
            var planned = plan(
                    weak.machine(), "cpu/load", arguments("cpu/load", Map.of("load", "10%")), pod("guarded"), MOMENT);
            assertThat(planned.plan().refusals().toString())
                    .contains(
                            "ephemeral container: this account may not patch pods/ephemeralcontainers in namespace default");
        }
        grant("strong", experiment);
        try (var strong = new Limited(cluster.kubeconfig("strong", "default"))) {
            var planned = plan(
                    strong.machine(), "cpu/load", arguments("cpu/load", Map.of("load", "10%")), pod("guarded"), MOMENT);
            assertThat(planned.plan().refusals()).isEmpty();
            assertThat(planned.plan().injections().getFirst().notes().toString())
                    .contains("capabilities: {drop: [ALL], add: []}", "targetContainerName: main");
            assertPassed(new Runner(CATALOG, strong.machine(), Map.of(), "test").run(planned, new Stop(), List.of()));
        }
    }

    @Test
    void injectsNothingWithoutTheImage() throws Exception {
        serve("lonely");
        var selector = pod("lonely");
        var by = selector.anyOf().getFirst().with(PodFinder.AGENT_IMAGE, "no/such:image");
        Journal journal = run(
                plan(
                        machine,
                        "cpu/load",
                        arguments("cpu/load", Map.of("load", "10%")),
                        new Selector("pod", by, ONE),
                        MOMENT),
                new Stop());
        assertThat(journal.verdict()).isEqualTo(Verdict.REFUSED);
        assertThat(journal.reasons().toString()).contains("does not start: ErrImagePull");
    }

    private static void assertPassed(Journal journal) {
        assertThat(journal.verdict())
                .as(journal.reasons() + " " + journal.injections())
                .isEqualTo(Verdict.PASSED);
    }
}
