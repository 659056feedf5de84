package dev.shakeout.faults.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shakeout.engine.ProbeFailed;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Json;
import dev.shakeout.testbed.RealNode;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Commands in a pod that really runs, made by the fault that makes objects. */
@ResourceLock("real node")
class PodExecTest extends WithProbes {
    @BeforeAll
    void addNode() throws IOException {
        cluster.realNode();
    }

    private static Json.Obj pod(String name) {
        var container = Json.object(
                "name",
                "probe",
                "image",
                RealNode.IMAGE,
                "command",
                Json.of(Stream.of("/bin/sh", "-c", "sleep 10000").map(Json::of).toList()),
                "env",
                Json.of(List.of(Json.object("name", "WHO", "value", "world"))));
        return Json.object(
                "apiVersion",
                "v1",
                "kind",
                "Pod",
                "metadata",
                Json.object("name", name),
                "spec",
                Json.object(
                        "nodeName",
                        RealNode.NAME,
                        "restartPolicy",
                        "Never",
                        "terminationGracePeriodSeconds",
                        1,
                        "containers",
                        Json.of(List.of(container))));
    }

    private static Arguments shell(String pod, String line) {
        return Arguments.NONE
                .with(PodExec.POD, pod)
                .with(PodExec.COMMAND, List.of("/bin/sh", "-c", line))
                .with(PodExec.TIMEOUT, Duration.ofSeconds(20))
                .with(PodExec.WITHIN, Duration.ofMinutes(2));
    }

    private Json.Obj said(Arguments by) {
        try {
            return read(new PodExec(), by);
        } catch (ProbeFailed | InterruptedException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    @Test
    void whatACommandWritesInThePodOfARunIsReadAndThePodIsGoneAfterwards() {
        drill(
                "object/create",
                Arguments.NONE.with(ObjectCreate.MANIFEST, pod("probing")),
                named(NamespaceFinder.KIND, "default"),
                Duration.ofSeconds(10),
                () -> {
                    assertThat(said(shell("probing", "echo hello $WHO; printf '%s' end"))
                                    .members())
                            .containsEntry("stdout", Json.of("hello world\nend"))
                            .containsEntry("status", Json.of(0))
                            .containsEntry("stderr", Json.of(""));
                    assertThat(said(shell("probing", "echo late >&2; exit 3")).members())
                            .containsEntry("stdout", Json.of(""))
                            .containsEntry("status", Json.of(3))
                            .containsEntry("stderr", Json.of("late"));
                    assertThat(((Json.Str) said(shell("probing", "seq 1 30000"))
                                            .members()
                                            .get("stdout"))
                                    .value())
                            .startsWith("1\n2\n")
                            .endsWith("\n30000\n");
                    assertThatThrownBy(() ->
                                    said(shell("probing", "sleep 60").with(PodExec.TIMEOUT, Duration.ofSeconds(1))))
                            .hasMessageContaining("has not ended within 1 s");
                });
        assertThatThrownBy(() -> said(shell("probing", "true").with(PodExec.WITHIN, Duration.ofSeconds(1))))
                .hasMessageContaining("/pods/probing");
    }
}
