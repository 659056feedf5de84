package dev.shakeout.faults.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.shakeout.model.Arguments;
import dev.shakeout.model.Json;
import dev.shakeout.testbed.RealNode;
import java.io.IOException;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/** What probes read from a pod that really runs. */
@ResourceLock("real node")
class RealPodProbesTest extends WithProbes {
    private static final String TALK =
            "echo up; echo order 7 is late; trap 'exit 3' TERM; while :; do sleep 1 & wait; done";

    @BeforeAll
    void addNode() throws IOException {
        cluster.realNode();
    }

    @Test
    void theyTellOfItsLogAndOfItsRestart() throws Exception {
        var container = Json.object(
                "name",
                "main",
                "image",
                RealNode.IMAGE,
                "command",
                Json.of(Stream.of("sh", "-c", TALK).map(Json::of).toList()));
        cluster.api()
                .create(
                        PODS,
                        Json.object(
                                "metadata",
                                Json.object("name", "talker", "labels", Json.object("app", "talker")),
                                "spec",
                                Json.object("nodeName", RealNode.NAME, "containers", Json.of(List.of(container)))));
        var late = app("talker").with(PodLogsProbe.PATTERN, Pattern.compile("order \\d+ is late"));

        awaitRead(app("talker"), "running", 1);
        await("its log")
                .atMost(SOON)
                .untilAsserted(() -> assertThat(read(new PodLogsProbe(), late).members())
                        .containsEntry("pods", Json.of(1))
                        .containsEntry("lines", Json.of(2))
                        .containsEntry("matches", Json.of(1)));

        cluster.api().execute(PODS + "/talker", "main", "kill", "1");

        awaitRead(app("talker"), "restarts", 1);
        awaitRead(app("talker"), "ready", 1);
    }

    private void awaitRead(Arguments by, String field, int value) {
        await(field)
                .atMost(SOON)
                .untilAsserted(
                        () -> assertThat(read(new PodsProbe(), by).members()).containsEntry(field, Json.of(value)));
    }
}
