package dev.shakeout.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.shakeout.cli.Shakeout.Running;
import dev.shakeout.model.Json;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Runs on hosts whose agents are connected to another server than the one that carries out the run. */
@Timeout(300)
class FleetOfTwoServersTest extends WithPostgres {
    private Running other;

    /** Before the agent joins: it joins that one. */
    @BeforeEach
    void beginOther() throws Exception {
        other = startAt("there");
        url = said(other, "listens at (\\S+),");
        agent("web-1", "role=web");
    }

    @Test
    void aProcessThereStandsStillAndGoesOn(@TempDir Path folder) throws Exception {
        standsStillAndGoesOn(folder);
    }

    @Test
    void theServerOfTheAgentIsKilled(@TempDir Path folder) throws Exception {
        Json.Obj ended = struck(folder, _ -> other.process().destroyForcibly());
        assertThat(text(ended, "verdict")).as(ended.compact()).isIn("unsafe", "halted", "failed");
    }

    @Test
    void theServerOfTheRunIsKilled(@TempDir Path folder) throws Exception {
        try (Victim victim = Victim.sleeping(folder)) {
            pauses("long", victim.name(), "5m", "web");
            begin("long");
            await().atMost(SOON).until(() -> standsStill(victim));
            server.process().destroyForcibly();
            await().atMost(SOON).until(() -> !standsStill(victim));
        }
    }
}
