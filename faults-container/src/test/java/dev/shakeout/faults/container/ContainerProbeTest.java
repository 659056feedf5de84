package dev.shakeout.faults.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.shakeout.engine.ProbeFailed;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Json;
import dev.shakeout.testbed.Engine;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** How containers of a real Docker engine are is read from it. */
class ContainerProbeTest extends WithEngine {
    private Map<String, Json> read(Arguments arguments) throws ProbeFailed, InterruptedException {
        return ((Json.Obj)
                        new ContainerProbe().open("probe", arguments, machine).read())
                .members();
    }

    @Test
    void tells_how_many_run_and_are_healthy() throws Exception {
        assumeFalse(engine.isPodman(), "Podman has health checks made by systemd, which does not run here");
        String failing = "--health-cmd=exit 1";
        docker.serve("sick", failing, "--health-interval=100ms", "--health-retries=1");
        docker.serve("frozen");
        docker.run("pause", "frozen");
        docker.serve("gone");
        docker.run("kill", "gone");
        docker.serve("fine");
        Arguments all = Arguments.NONE.with(Criteria.IMAGE, Engine.IMAGE);

        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(read(all))
                        .containsEntry("containers", Json.of(4))
                        .containsEntry("running", Json.of(3))
                        .containsEntry("healthy", Json.of(1)));

        assertThat(read(Arguments.NONE.with(Criteria.NAME, "gone")).get("all"))
                .isEqualTo(Json.of(List.of(
                        Json.object("name", "gone", "status", "exited", "health", "none", "exit-status", 137))));
        assertThat(read(Arguments.NONE.with(Criteria.NAME, "nobody"))).containsEntry("containers", Json.of(0));
    }

    @Test
    void counts_restarts_and_deaths_for_want_of_memory_and_lines_of_logs() throws Exception {
        docker.run(
                "run",
                "--detach",
                "--name",
                "again",
                "--restart",
                "on-failure:3",
                Engine.IMAGE,
                "sh",
                "-c",
                "echo error: Grüße; echo fine; echo error >&2; exit 1");
        String eats = "x=x; while :; do x=$x$x; done";
        docker.run("run", "--detach", "--name", "hungry", "--memory", "16m", Engine.IMAGE, "sh", "-c", eats);

        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            assertThat(read(Arguments.NONE
                            .with(Criteria.NAME, "again")
                            .with(ContainerProbe.LOGS, Pattern.compile("^error(: Grüße)?$"))))
                    .containsEntry("restarts", Json.of(3))
                    .containsEntry("matches", Json.of(8))
                    .containsEntry("oom-killed", Json.of(0));
            assertThat(read(Arguments.NONE.with(Criteria.NAME, "hungry")))
                    .containsEntry("oom-killed", Json.of(engine.isPodman() ? 0 : 1)) // which does not say so in 4.3
                    .containsEntry("running", Json.of(0));
        });
    }

    @Test
    void fails_where_no_engine_answers() {
        Arguments nowhere = Arguments.NONE
                .with(Criteria.NAME, "web")
                .with(Criteria.ENGINE, folder.resolve("nowhere").toString());

        assertThatThrownBy(() -> read(nowhere)).isInstanceOf(ProbeFailed.class).hasMessageContaining("cannot be asked");
        assertThatThrownBy(() -> read(Arguments.NONE))
                .isInstanceOf(ProbeFailed.class)
                .hasMessageContaining("give at least one");
    }
}
