package dev.shakeout.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.shakeout.cli.Shakeout.Ended;
import dev.shakeout.cli.Shakeout.Running;
import dev.shakeout.dialects.JsonReader;
import dev.shakeout.dialects.chaostoolkit.JournalReader;
import dev.shakeout.model.Journal;
import dev.shakeout.model.Json;
import dev.shakeout.model.Verdict;
import dev.shakeout.report.gate.Evidence;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The server as a person starts it, and what becomes of its runs however it ends. */
class ServerTest {
    private static final Duration SOON = Duration.ofMinutes(2);
    private static final String API = "/api/v1";

    private final HttpClient client = HttpClient.newHttpClient();
    private final List<Running> servers = new ArrayList<>();
    private Shakeout shakeout;
    private Victim victim;
    private String token = "";
    private String url = "";

    @BeforeEach
    void begin(@TempDir Path work) throws Exception {
        shakeout = new Shakeout(work);
        victim = Victim.sleeping(work);
        start();
        token = said(servers.getFirst(), "admin token, shown this once: (\\S+)");
        assertThat(put("/environments/staging", Json.object("description", "for tries")))
                .isEqualTo(201);
        assertThat(put("/experiments/freeze", Json.object("owner", "team", "definition", freeze())))
                .isEqualTo(201);
    }

    @AfterEach
    void end() {
        servers.forEach(server -> server.process().destroy());
        servers.forEach(Running::end);
        victim.close();
        client.close();
    }

    private Json.Obj freeze() {
        return (Json.Obj) JsonReader.read("freeze", """
                {"title": "a frozen process", "description": "until somebody ends it", "method": [
                  {"type": "action", "name": "freeze", "provider": {"type": "fault", "fault": "process/pause",
                   "target": {"kind": "process", "pid": PID}, "duration": "60s"}}]}
                """.replace("PID", Long.toString(victim.pid())));
    }

    private Running start() throws IOException {
        Running server = shakeout.start("server", "--port", "0");
        servers.add(server);
        url = said(server, "listens at (\\S+),");
        return server;
    }

    private static String said(Running server, String pattern) {
        var compiled = Pattern.compile(pattern);
        await().atMost(SOON)
                .until(() -> compiled.matcher(server.saidSoFar()).find()
                        || !server.process().isAlive());
        Matcher found = compiled.matcher(server.saidSoFar());
        assertThat(found.find()).as(server.saidSoFar()).isTrue();
        return found.group(1);
    }

    @Test
    void itIsBackedUpWhileItServesAndRestoredElsewhere(@TempDir Path elsewhere) throws Exception {
        String file = elsewhere.resolve("backup.gz").toString();
        String data = elsewhere.resolve("data").toString();

        Ended backup = shakeout.run("server", "--backup", file);
        assertThat(backup.status()).as(backup.toString()).isZero();
        assertThat(Files.getPosixFilePermissions(Path.of(file)))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        Ended restored = shakeout.run("server", "--restore", file, "--data", data);
        assertThat(restored.status()).as(restored.toString()).isZero();
        refused("is used by another server", "server", "--restore", file);
        refused("the database is not empty", "server", "--restore", file, "--data", data);
        refused("holds no store", "server", "--backup", file + ".2", "--data", elsewhere + "/nothing");
        refused("are two commands", "server", "--backup", file, "--restore", file);
        Ended forgot = shakeout.run("server", "--forget", "400d");
        assertThat(forgot.out()).as(forgot.toString()).contains("forgot   0 runs");
        refused("'5m' is less than a day", "server", "--forget", "5m");
        refused("holds no store", "server", "--forget", "400d", "--data", elsewhere + "/nothing");

        String before = text(get("/experiments/freeze"), "title");
        Running other = shakeout.start("server", "--port", "0", "--data", data);
        servers.add(other);
        url = said(other, "listens at (\\S+),");
        assertThat(text(get("/experiments/freeze"), "title")).isEqualTo(before).isEqualTo("a frozen process");
        assertThat(other.saidSoFar()).doesNotContain("admin token");
    }

    private void refused(String words, String... command) throws IOException {
        Ended ended = shakeout.run(command);
        assertThat(ended.status()).as(ended.toString()).isEqualTo(Exit.USAGE);
        assertThat(ended.err()).contains(words);
    }

    @Test
    void aRunIsFollowedLiveAndHalted() throws Exception {
        String run = startRun();
        var told = new ArrayList<String>();
        String last = "";
        try (var lines = follow(run, "")) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("id:")) {
                    last = line.substring(3).strip();
                }
                told.add(line);
                if (line.contains("injected process/pause")) {
                    break; // as a page that loses its connection
                }
            }
        }
        assertThat(victim.stopped()).as("told when it is on: %s", told).isTrue();

        assertThat(send("POST", "/runs/" + run + "/halt", "").statusCode()).isEqualTo(202);

        try (var lines = follow(run, last)) {
            String rest = String.join("\n", lines.lines().toList()); // until the run has ended
            assertThat(rest).contains("taken back").contains("aborted").doesNotContain("injecting");
        }
        assertThat(victim.untouched()).isTrue();
        Json.Obj ended = get("/runs/" + run);
        assertThat(text(ended, "state")).isEqualTo("ended");
        assertThat(text(ended, "verdict")).isEqualTo("aborted");
        String journal = send("GET", "/runs/" + run + "/journal", "").body();
        assertThat(JournalReader.read("journal", journal).verdict()).isEqualTo(Verdict.ABORTED);
        assertThat(JournalReader.read("journal", journal).labels())
                .containsEntry("environment", "staging")
                .containsEntry("version", "1.4");
        assertThat(get("/audit/verification").get("intact")).contains(Json.of(true));
    }

    @Test
    void whatCouldNotBeRunIsToldToWhoeverWritesIt() throws Exception {
        var response = send("PUT", "/experiments/wrong", """
                {"owner": "team", "definition": {"title": "wrong", "description": "d", "method": [
                  {"type": "action", "name": "a", "provider": {"type": "fault", "fault": "process/paus",
                   "target": {"kind": "process", "name": "x"}, "duration": "1s"}}]}}
                """);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body())
                .contains("is no experiment that could be run", "process/paus", "did you mean 'process/pause'?")
                .doesNotContain("/tmp");
        assertThat(send("GET", "/experiments/wrong", "").statusCode()).isEqualTo(404);
    }

    @Test
    void aRolloutReachesFurtherStageByStage(@TempDir Path folder) throws Exception {
        try (var one = Victim.sleeping(folder);
                var two = Victim.sleeping(one, folder)) {
            assertThat(put("/experiments/all", Json.object("owner", "team", "definition", all(one.name()))))
                    .isEqualTo(201);

            String rollout = text(
                    (Json.Obj) JsonReader.read(
                            "rollout", send("POST", "/rollouts", """
                            {"experiment": "all", "stages": [
                              {"environment": "staging", "at-most": "1", "bake": "100ms"}, {"environment": "staging"}]}
                            """).body()),
                    "id");
            await().atMost(SOON)
                    .until(() -> !text(get("/rollouts/" + rollout), "state").matches("running|baking"));

            Json.Obj ended = get("/rollouts/" + rollout);
            assertThat(text(ended, "state")).as(ended.compact()).isEqualTo("passed");
            var journals = new ArrayList<Journal>();
            for (Json stage : ((Json.Arr) ended.get("stages").orElseThrow()).items()) {
                String run = text((Json.Obj) stage, "run");
                journals.add(JournalReader.read(
                        "journal", send("GET", "/runs/" + run + "/journal", "").body()));
            }
            assertThat(journals)
                    .extracting(journal -> journal.injections().size())
                    .containsExactly(1, 2);
            assertThat(journals)
                    .extracting(journal -> Evidence.of("journal", journal).tried())
                    .as("only the last one shows a gate something of all")
                    .containsExactly(false, true);
            assertThat(one.untouched() && two.untouched()).isTrue();
        }
    }

    private static Json.Obj all(String name) {
        return (Json.Obj) JsonReader.read("all", """
                {"title": "all of them freeze", "description": "for a moment",
                 "steady-state-hypothesis": {"title": "well", "probes": [{"type": "probe", "name": "well", "tolerance": 0,
                   "provider": {"type": "process", "path": "true"}}]},
                 "method": [{"type": "action", "name": "freeze", "provider": {"type": "fault", "fault": "process/pause",
                   "target": {"kind": "process", "name": "NAME", "mode": "all"}, "duration": "200ms"}}]}
                """.replace("NAME", name));
    }

    @Test
    void theSameRequestWithTheSameKeyStartsOneRun() throws Exception {
        String body =
                Json.object("experiment", "freeze", "environment", "staging").compact();
        var first = send("POST", "/runs", body, "Idempotency-Key", "k1");
        var again = send("POST", "/runs", body, "Idempotency-Key", "k1");
        var other = send(
                "POST",
                "/runs",
                Json.object("experiment", "freeze", "environment", "staging", "labels", Json.object("a", "b"))
                        .compact(),
                "Idempotency-Key",
                "k1");

        assertThat(first.statusCode()).isEqualTo(201);
        assertThat(again.statusCode()).isEqualTo(200);
        assertThat(text(json(again), "id")).isEqualTo(text(json(first), "id"));
        assertThat(other.statusCode()).isEqualTo(409);
        assertThat(((Json.Arr) get("/runs").get("items").orElseThrow()).items()).hasSize(1);
    }

    @Test
    void whenTheServerIsKilledItsRunTakesEverythingBackAndTheNextStartRecordsIt() throws Exception {
        String run = startRun();
        awaitFault();

        servers.getFirst().process().destroyForcibly().waitFor();

        await().atMost(SOON).until(victim::untouched);
        start();
        Json.Obj ended = awaitEnd(run);
        assertThat(text(ended, "verdict")).isEqualTo("aborted");
        assertThat(ended.get("reasons").orElseThrow().compact())
                .contains("the server that carried it out was gone")
                .contains("taken back");
        assertThat(send("GET", "/runs/" + run + "/journal", "").statusCode()).isEqualTo(200);
        assertThat(shakeout.openRuns()).isEmpty();
        assertThat(send("GET", "/runs/" + run + "/events", "").body())
                .as("what it told meanwhile too")
                .contains("taken back");
    }

    @Test
    void whenAllIsKilledTheSentinelTakesEverythingBackAndTheRunIsNoPass() throws Exception {
        String run = startRun();
        awaitFault();
        Process server = servers.getFirst().process();
        List<ProcessHandle> command = server.descendants()
                .filter(child -> Live.commandLine(child).contains("experiment.json"))
                .toList();
        assertThat(command).isNotEmpty();

        server.destroyForcibly().waitFor();
        command.forEach(ProcessHandle::destroyForcibly);

        await().atMost(SOON).until(victim::untouched);
        start();
        Json.Obj ended = awaitEnd(run);
        assertThat(text(ended, "verdict")).isIn("failed", "aborted"); // when it was quicker than its end
        assertThat(ended.get("reasons").orElseThrow().compact()).contains("the server that carried it out was gone");
        await().atMost(SOON).until(() -> shakeout.openRuns().isEmpty());
    }

    @Test
    void whenItIsAskedToEndItTakesEverythingBackFirst() throws Exception {
        String run = startRun();
        awaitFault();

        servers.getFirst().process().destroy();
        Ended ended = servers.getFirst().end();

        assertThat(victim.untouched()).as(ended.toString()).isTrue();
        assertThat(shakeout.openRuns()).isEmpty();
        start();
        assertThat(text(get("/runs/" + run), "verdict")).isEqualTo("aborted");
        assertThat(servers.getLast().saidSoFar()).as("it has a token").doesNotContain("admin token");
    }

    @Test
    void whatCannotBeRunHereEndsWithoutAVerdictAndSaysWhy() throws Exception {
        Json.Obj definition = (Json.Obj) JsonReader.read("odd", """
                {"title": "odd", "description": "there is no cluster", "method": [{"type": "action", "name": "kill",
                  "provider": {"type": "fault", "fault": "pod/delete", "target": {"kind": "pod", "labels": {"app": "x"}}}}]}
                """);
        assertThat(put("/experiments/odd", Json.object("owner", "team", "definition", definition)))
                .isEqualTo(201);
        var started = send(
                "POST",
                "/runs",
                Json.object("experiment", "odd", "environment", "staging").compact());
        Json.Obj ended = awaitEnd(text(json(started), "id"));
        assertThat(ended.get("verdict")).isEmpty();
        assertThat(ended.get("reasons").orElseThrow().compact()).contains("no cluster is known");
    }

    @Test
    void whatIsDueByAScheduleIsRunAndHaltedAsAnyOther() throws Exception {
        Json.Obj schedule = Json.object(
                "experiment", "freeze", "environment", "staging", "when", "every minute", "concurrency", "forbid");
        assertThat(put("/schedules/minutely", schedule)).isEqualTo(201);

        awaitFault();
        Json.Obj start = (Json.Obj)
                ((Json.Arr) get("/schedules/minutely/starts").get("items").orElseThrow())
                        .items()
                        .getLast();
        assertThat(text(start, "outcome")).isEqualTo("started");
        String run = text(start, "run");
        assertThat(send("POST", "/runs/" + run + "/halt", "").statusCode()).isEqualTo(202);

        assertThat(text(awaitEnd(run), "verdict")).isEqualTo("aborted");
        String journal = send("GET", "/runs/" + run + "/journal", "").body();
        assertThat(JournalReader.read("journal", journal).labels()).containsEntry("schedule", "minutely");
    }

    @Test
    void twoServersDoNotShareAFolder() throws Exception {
        Ended second = shakeout.run("server", "--port", "0");
        assertThat(second.status()).isEqualTo(2);
        assertThat(second.err()).contains("is used by another server");
    }

    private String startRun() throws Exception {
        var answer = send(
                "POST",
                "/runs",
                Json.object("experiment", "freeze", "environment", "staging", "labels", Json.object("version", "1.4"))
                        .compact());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        return text(json(answer), "id");
    }

    private void awaitFault() {
        await().atMost(SOON).until(victim::stopped);
    }

    private Json.Obj awaitEnd(String run) {
        await().atMost(SOON).until(() -> text(get("/runs/" + run), "state").equals("ended"));
        return get("/runs/" + run);
    }

    private BufferedReader follow(String run, String last) throws Exception {
        var request = request("/runs/" + run + "/events").GET();
        if (!last.isEmpty()) {
            request.header("Last-Event-ID", last);
        }
        var response = client.send(request.build(), BodyHandlers.ofInputStream());
        assertThat(response.statusCode()).isEqualTo(200);
        return new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
    }

    private int put(String path, Json.Obj body) throws Exception {
        return send("PUT", path, body.compact()).statusCode();
    }

    private Json.Obj get(String path) {
        try {
            var answer = send("GET", path, "");
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            return json(answer);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private HttpResponse<String> send(String verb, String path, String body, String... headers) throws Exception {
        var request = request(path)
                .method(verb, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .header("Content-Type", "application/json");
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(url + API + path))
                .timeout(SOON)
                .header("Authorization", "Bearer " + token);
    }

    private static Json.Obj json(HttpResponse<String> answer) {
        return (Json.Obj) JsonReader.read("answer", answer.body());
    }

    private static String text(Json.Obj object, String key) {
        return object.get(key).map(Json::text).orElse("");
    }
}
