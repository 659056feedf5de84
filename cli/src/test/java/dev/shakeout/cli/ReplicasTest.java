package dev.shakeout.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.shakeout.cli.Shakeout.Ended;
import dev.shakeout.cli.Shakeout.Running;
import dev.shakeout.cli.remote.ServerApi;
import dev.shakeout.cli.remote.ServerUrl;
import dev.shakeout.dialects.JsonReader;
import dev.shakeout.model.Json;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two servers at one PostgreSQL, as people start them: what becomes of a run when its server is gone. */
class ReplicasTest {
    private static final Duration SOON = Duration.ofMinutes(2);

    private final Map<String, Running> servers = new HashMap<>();
    private EmbeddedPostgres postgres;
    private Shakeout shakeout;
    private Victim victim;
    private ServerApi api;
    private String admin = "";

    @BeforeEach
    void begin(@TempDir Path work) throws Exception {
        shakeout = new Shakeout(work);
        victim = Victim.sleeping(work);
        postgres = EmbeddedPostgres.builder().start();
        Running first = start("here");
        admin = WithFleet.said(first, "admin token, shown this once: (\\S+)");
        start("there");
        ask(first);
        put("/environments/staging", Json.object("description", "for tries"));
        put("/experiments/freeze", Json.object("owner", "team", "definition", freeze()));
    }

    @AfterEach
    void end() throws IOException {
        api.close();
        servers.values().forEach(server -> server.process().destroy());
        servers.values().forEach(Running::end);
        postgres.close();
        victim.close();
    }

    /** From here on it is the one that is asked. */
    private void ask(Running server) {
        api = new ServerApi(ServerUrl.parse(WithFleet.said(server, "listens at (\\S+),"), false), admin);
    }

    private Running start(String name) throws IOException {
        Running server = shakeout.start(
                "server", "--port", "0", "--data", name, "--database-url", postgres.getJdbcUrl("postgres", "postgres"));
        servers.put(name, server);
        WithFleet.said(server, "listens at (\\S+),");
        return server;
    }

    private Json.Obj freeze() {
        return (Json.Obj) JsonReader.read("freeze", """
                {"title": "a frozen process", "description": "until somebody ends it", "method": [
                  {"type": "action", "name": "freeze", "provider": {"type": "fault", "fault": "process/pause",
                   "target": {"kind": "process", "pid": PID}, "duration": "60s"}}]}
                """.replace("PID", Long.toString(victim.pid())));
    }

    private void put(String path, Json.Obj body) throws IOException {
        api.send("PUT", path, Optional.of(body), Map.of());
    }

    private Json.Obj run(String id) throws IOException {
        return api.get("/runs/" + id).json();
    }

    private String state(String id) throws IOException {
        return WithFleet.text(run(id), "state") + " " + WithFleet.text(run(id), "attempt");
    }

    /** Whichever carries out the run now. */
    private String carrier() {
        return servers.entrySet().stream()
                .filter(server -> server.getValue()
                        .process()
                        .descendants()
                        .anyMatch(child -> Live.commandLine(child).contains("experiment.json")))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse("");
    }

    private Running awaitFault() {
        await().atMost(SOON).until(victim::stopped);
        return servers.get(carrier());
    }

    @Test
    void whateverBecomesOfItsServerTheOtherOneBeginsTheRunAgainOnceAllIsTakenBack() throws Exception {
        String run = WithFleet.text(
                api.send(
                                "POST",
                                "/runs",
                                Optional.of(Json.object("experiment", "freeze", "environment", "staging")),
                                Map.of())
                        .json(),
                "id");
        awaitFault();
        assertThat(carrier()).isEqualTo("here");

        Ended ended = asked(servers.get("here"));
        assertThat(ended.status()).as(ended.toString()).isZero();
        await().atMost(SOON).until(() -> carrier().equals("there"));
        awaitFault();
        start("here");
        ask(servers.get("here"));
        assertThat(state(run)).isEqualTo("running 2");

        servers.get("there").process().destroyForcibly().waitFor();
        await().atMost(SOON).until(victim::untouched);
        start("there"); // as whatever watches over it does
        Running third = awaitFault();
        assertThat(state(run)).isEqualTo("running 3");

        third.process().destroyForcibly().waitFor();
        await().atMost(SOON).until(victim::untouched);
        String name = servers.get("here") == third ? "here" : "there";
        start(name);
        ask(servers.get("there"));
        await().atMost(SOON).until(() -> state(run).equals("ended 3"));
        Json.Obj last = run(run);
        assertThat(WithFleet.text(last, "verdict")).isEqualTo("aborted");
        assertThat(last.get("reasons").orElseThrow().compact())
                .contains("it was begun 3 times, and each time its server was gone before its end");
        assertThat(victim.untouched()).isTrue();
        await().atMost(SOON).until(() -> shakeout.openRuns().isEmpty());
        assertThat(api.get("/audit/verification").json().get("intact")).contains(Json.of(true));
    }

    private static Ended asked(Running server) {
        server.process().destroy();
        return server.end();
    }
}
