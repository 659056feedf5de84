package dev.shakeout.faults.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.shakeout.engine.Catalog;
import dev.shakeout.engine.Fault;
import dev.shakeout.engine.Stop;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Event;
import dev.shakeout.model.Journal;
import dev.shakeout.model.Json;
import dev.shakeout.model.Parameter;
import dev.shakeout.model.Selector;
import dev.shakeout.model.Verdict;
import dev.shakeout.testbed.RealNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
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
    void injectsNothingWithoutTheImage() throws Exception {
        serve("lonely");
        var selector = pod("lonely");
        var by = selector.by().with(PodFinder.AGENT_IMAGE, "no/such:image");
        Journal journal = run(
                plan(machine, "cpu/load", arguments("cpu/load", Map.of("load", "10%")), new Selector("pod", by, ONE), MOMENT),
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
