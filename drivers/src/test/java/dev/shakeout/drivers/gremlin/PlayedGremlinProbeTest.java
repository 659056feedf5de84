package dev.shakeout.drivers.gremlin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shakeout.engine.Machine;
import dev.shakeout.engine.ProbeFailed;
import dev.shakeout.model.Json;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a probe reads of Gremlin, and an action halts there, by a played API. */
class PlayedGremlinProbeTest {
    private final Machine machine = Machine.local();
    private final PlayedApi api = start();

    private static PlayedApi start() {
        try {
            return new PlayedApi();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @BeforeEach
    void knowsTheKey() {
        machine.mask().cover(Json.of(PlayedApi.KEY));
    }

    @AfterEach
    void ends() {
        machine.shared().close();
        api.close();
    }

    private Json read(Object... keysAndValues) throws ProbeFailed, InterruptedException {
        Json.Obj given = Json.object(keysAndValues);
        var arguments = api.account(Duration.ofMillis(500))
                .with(GremlinProbe.TASK, given.get("do").orElseThrow().text());
        for (Json guid : given.get("guid").stream().toList()) {
            arguments = arguments.with(GremlinProbe.GUID, guid.text());
        }
        return new GremlinProbe().open("p", arguments, machine).read();
    }

    @Test
    void aProbeReadsStagesAndLists() throws ProbeFailed, InterruptedException {
        api.has("g-1", "RollbackStarted");

        assertThat(((Json.Obj) read("do", "read-attack", "guid", "g-1")).get("stage"))
                .contains(Json.of("RollbackStarted"));
        assertThat(((Json.Obj) read("do", "list-active")).get("count")).contains(Json.of(1L));
        assertThat(((Json.Obj) read("do", "list-status-checks")).get("count")).contains(Json.of(1L));
    }

    @Test
    void anActionHaltsOneAndAll() throws ProbeFailed, InterruptedException {
        api.has("g-1", "Running");
        api.has("g-2", "Running");

        var _ = read("do", "halt-attack", "guid", "g-1");
        assertThat(api.stages()).containsEntry("g-1", "UserHalted").containsEntry("g-2", "Running");
        var _ = read("do", "halt-all");
        assertThat(api.stages()).containsEntry("g-2", "UserHalted");
    }

    @Test
    void aProbeWaitsForABusyServerAndGivesUpWithWords() throws ProbeFailed, InterruptedException {
        String list = "GET /attacks/active";
        api.wrongly(list, PlayedApi.Wrong.of(500, ""), new PlayedApi.Wrong(429, "", Map.of("Retry-After", "1"), false));
        var _ = read("do", "list-active");
        assertThat(api.count(list)).isEqualTo(3);

        api.wrongly(list, new PlayedApi.Wrong(429, "", Map.of("Retry-After", "3600"), false));
        assertThatThrownBy(() -> read("do", "list-active")).hasMessageContaining("3600");
        api.wrongly(list, PlayedApi.Wrong.of(200, "<html>"));
        assertThatThrownBy(() -> read("do", "list-active")).hasMessageContaining("no JSON");
        api.wrongly(list, PlayedApi.Wrong.of(200, "7"));
        assertThatThrownBy(() -> read("do", "list-active")).hasMessageContaining("no list");
        assertThatThrownBy(() -> read("do", "read-attack", "guid", "nobody")).hasMessageContaining("404");
    }
}
