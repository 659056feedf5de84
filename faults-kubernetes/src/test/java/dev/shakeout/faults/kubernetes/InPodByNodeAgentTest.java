package dev.shakeout.faults.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.shakeout.engine.Stop;
import dev.shakeout.model.Journal;
import dev.shakeout.model.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Faults in pods of a real node, by the agent that an administrator has put on it. */
class InPodByNodeAgentTest extends WithNode {
    @BeforeAll
    void install() throws IOException {
        // without what the node itself may lack, as in a container, and no fault here needs
        String[] manifests =
                Files.readString(Path.of("../deploy/kubernetes/agent.yaml")).split("(?m)^---\n", 2);
        cluster.api().apply(manifests[0]);
        cluster.api()
                .create(
                        "/apis/apps/v1/namespaces/shakeout/daemonsets",
                        manifests[1].replaceAll(".*SYS_RESOURCE.*\n", ""));
        await("the agent")
                .atMost(SOON.multipliedBy(2))
                .untilAsserted(() -> assertThat(cluster.api()
                                .get("/api/v1/namespaces/shakeout/pods")
                                .each("items"))
                        .singleElement()
                        .matches(pod -> pod.each("status", "containerStatuses").stream()
                                .anyMatch(status -> status.text("ready").equals("true"))));
    }

    private void passes(String pod, String fault, Map<String, String> given) throws IOException {
        serve(pod);
        var planned = plan(machine, fault, arguments(fault, given), pod(pod), MOMENT);
        assertThat(planned.plan().refusals()).isEmpty();
        assertThat(planned.plan().injections().getFirst().rung()).isEqualTo("agent on the node");
        Journal journal = run(planned, new Stop());
        assertThat(journal.verdict())
                .as(journal.reasons() + " " + journal.injections())
                .isEqualTo(Verdict.PASSED);
        assertThat(guests(pod)).isEmpty();
    }

    @Test
    void delaysPackets() throws Exception {
        passes("delayed", "network/delay", Map.of("latency", "200ms"));
    }

    @Test
    void holdsAProcess() throws Exception {
        passes("paused", "process/pause", Map.of());
    }

    @Test
    void killsAContainer() throws Exception {
        passes("killed", "pod/kill-container", Map.of());
    }

    @Test
    void limitsTheProcessorsOfAContainer() throws Exception {
        passes("throttled", "cpu/throttle", Map.of("percent", "20%", "cores", "1"));
    }

    @Test
    void whoMayNotRunCommandsInTheAgentIsToldSo() throws Exception {
        serve("guarded");
        var throttle = experiment(
                "cpu/throttle", arguments("cpu/throttle", Map.of("percent", "20%", "cores", "1")), pod("guarded"));
        grant("throttler", throttle, text -> text.replace("pods/exec", "pods/none"));
        try (var weak = new Limited(cluster.kubeconfig("throttler", "default"))) {
            var planned = plan(
                    weak.machine(),
                    "cpu/throttle",
                    arguments("cpu/throttle", Map.of("percent", "20%", "cores", "1")),
                    pod("guarded"),
                    MOMENT);
            assertThat(planned.plan().refusals().toString())
                    .contains("this account may not get pods/exec, create pods/exec in namespace shakeout")
                    .contains(
                            "ephemeral container: cpu/throttle needs more of the node than a container beside the target has");
        }
    }
}
