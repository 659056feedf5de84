package dev.shakeout.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.shakeout.model.Json;
import dev.shakeout.testbed.KubernetesObject;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Several operators, of which one leads. */
class OperatorsTest extends WithOperator {
    private static final Duration LEASE = Duration.ofSeconds(4);

    @Test
    void anotherOneTakesOverFromOneThatIsKilledAndTheLostRunIsTakenBack() throws Exception {
        deploy("web");
        String seconds = String.valueOf(LEASE.toSeconds());
        Shakeout.Running first = operator("one", "--lease", seconds);
        await().atMost(SOON).until(() -> first.saidSoFar().contains("leads as"));
        Shakeout.Running second = operator("two", "--lease", seconds);
        await().atMost(SOON).until(() -> second.saidSoFar().contains("Waits to lead"));
        var drill = drill("web", "1h").with("safety", Json.object("lease", "3s"));
        run("lost", Json.object("definition", drill, "serviceAccount", "web"));
        awaitReplicas("web", "0");
        String leader = holder();
        assertThat(second.saidSoFar()).doesNotContain("leads as");

        killWithAllThatItStarted(first.process());
        await().atMost(SOON).pollInterval(Duration.ofMillis(50)).until(() -> !holder().equals(leader));

        awaitReplicas("web", "1");
        KubernetesObject lost = awaitOver("lost");
        assertThat(lost.text("status", "reasons"))
                .contains("the operator that carried it out (" + leader + ") is gone");
        run("next", Json.object("definition", drill("web", "1s"), "serviceAccount", "web"));
        assertThat(awaitOver("next").text("status", "verdict")).isEqualTo("passed");

        second.process().destroy(); // as Kubernetes ends a pod
        assertThat(second.end().status()).isZero();
        assertThat(holder()).isEmpty();
    }

    /** As with the whole pod: nobody on the host is left who could take anything back. */
    private static void killWithAllThatItStarted(Process process) throws Exception {
        var all = Stream.concat(Stream.of(process.toHandle()), process.descendants())
                .toList();
        var command = new ArrayList<>(List.of("kill", "-KILL"));
        all.forEach(each -> command.add(String.valueOf(each.pid())));
        new ProcessBuilder(command).start().waitFor(); // its status is 1 if one of them has ended meanwhile
        await().atMost(SOON).until(() -> all.stream().noneMatch(ProcessHandle::isAlive));
    }

    private String holder() throws IOException {
        return cluster.api().get(LEADER).text("spec", "holderIdentity");
    }
}
