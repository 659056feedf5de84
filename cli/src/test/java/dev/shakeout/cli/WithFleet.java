package dev.shakeout.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.shakeout.cli.Shakeout.Ended;
import dev.shakeout.cli.Shakeout.Running;
import dev.shakeout.cli.remote.ServerApi;
import dev.shakeout.cli.remote.ServerUrl;
import dev.shakeout.model.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A server and agents as people start them, each a process of its own. */
abstract class WithFleet {
    static final Duration SOON = Duration.ofMinutes(2);

    final List<Running> started = new ArrayList<>();
    Shakeout shakeout;
    Running server;
    ServerApi api;
    String url = "";
    String admin = "";

    @BeforeEach
    void begin(@TempDir Path work) throws Exception {
        shakeout = new Shakeout(work);
        server = startServer();
        admin = said(server, "admin token, shown this once: (\\S+)");
        url = said(server, "listens at (\\S+),");
        api = new ServerApi(ServerUrl.parse(url, false), admin);
        api.send("PUT", "/environments/staging", Optional.of(Json.object("description", "for tries")), Map.of());
    }

    @AfterEach
    void end() {
        api.close();
        started.forEach(each -> each.process().destroy());
        started.forEach(Running::end);
    }

    /** The one that is asked. */
    Running startServer() throws Exception {
        return start("server", "--port", "0");
    }

    Running start(String... words) throws IOException {
        Running running = shakeout.start(words);
        started.add(running);
        return running;
    }

    static String said(Running running, String pattern) {
        return said(running, pattern, 1);
    }

    /** What comes for the n-th time. */
    static String said(Running running, String pattern, int n) {
        var compiled = Pattern.compile(pattern);
        await().atMost(SOON)
                .until(() -> compiled.matcher(running.saidSoFar()).results().count() >= n
                        || !running.process().isAlive());
        Matcher found = compiled.matcher(running.saidSoFar());
        for (int i = 0; i < n; i++) {
            assertThat(found.find()).as(running.saidSoFar()).isTrue();
        }
        return found.group(1);
    }

    /** A file with the token of a new one. */
    String enrolment(String name, Json.Obj labels) throws IOException {
        Json.Obj made = api.send(
                        "POST",
                        "/enrolments",
                        Optional.of(Json.object("environment", "staging", "labels", labels)),
                        Map.of())
                .json();
        return shakeout.write(name, text(made, "token") + "\n").toString();
    }

    static String text(Json.Obj object, String key) {
        return object.get(key).map(Json::text).orElse("");
    }

    /** By a person who has logged in. */
    Ended asked(String... words) throws IOException {
        Running running = shakeout.startBehind(List.of("env", "SHAKEOUT_TOKEN=" + admin), words);
        Ended ended = running.end();
        assertThat(ended.status()).as(ended.toString()).isZero();
        return ended;
    }

    Json.Obj agent(String id) throws IOException {
        return api.get("/agents/" + id).json();
    }

    Running join(String data, String... more) throws IOException {
        var words = new ArrayList<>(List.of("agent", "--server", url, "--data", data));
        words.addAll(List.of(more));
        return start(words.toArray(String[]::new));
    }

    /** One that has joined the server whose address is {@link #url}. */
    Running agent(String name, String... labels) throws IOException {
        String data = shakeout.work().resolve(name).toString();
        var words = new ArrayList<>(
                List.of("--enrol", enrolment(name + ".token", Json.object("role", "*")), "--name", name));
        for (String label : labels) {
            words.addAll(List.of("--label", label));
        }
        Running agent = join(data, words.toArray(String[]::new));
        said(agent, "connected to \\S+ as (\\S+) for staging");
        return agent;
    }

    /** Stores an experiment that pauses what sleeps under this name. */
    void pauses(String experiment, String name, String duration, String by) throws IOException {
        api.send(
                "PUT",
                "/experiments/" + experiment,
                Optional.of(Json.object(
                        "definition",
                        Json.object(
                                "title",
                                "a program stands still on a host of the fleet",
                                "description",
                                "nobody waits for it",
                                "method",
                                Json.of(List.of(Json.object(
                                        "type",
                                        "action",
                                        "name",
                                        "stand still",
                                        "provider",
                                        Json.object(
                                                "type",
                                                "fault",
                                                "fault",
                                                "process/pause",
                                                "target",
                                                Json.object(
                                                        "kind", "agent",
                                                        "labels", Json.object("role", by),
                                                        "hits", Json.object("kind", "process", "name", name)),
                                                "duration",
                                                duration))))),
                        "owner",
                        "shop")),
                Map.of());
    }

    String begin(String experiment) throws IOException {
        return text(
                api.send(
                                "POST",
                                "/runs",
                                Optional.of(Json.object("experiment", experiment, "environment", "staging")),
                                Map.of("Idempotency-Key", experiment))
                        .json(),
                "id");
    }

    Json.Obj ended(String run) {
        await().atMost(SOON).until(() -> text(run(run), "state").equals("ended"));
        return run(run);
    }

    Json.Obj run(String id) {
        try {
            return api.get("/runs/" + id).json();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    static boolean standsStill(Victim victim) {
        try {
            String stat = Files.readString(Path.of("/proc/" + victim.pid() + "/stat"));
            return stat.substring(stat.lastIndexOf(')') + 2).startsWith("T");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** A run that is under way, and what stands still by it. */
    interface Blow {
        void strike(String run) throws Exception;
    }

    /** The same, which may look at what stands still. */
    interface SeenBlow {
        void strike(String run, Victim victim) throws Exception;
    }

    Json.Obj struck(Path folder, Blow blow) throws Exception {
        return struck(folder, "5m", (run, _) -> blow.strike(run));
    }

    Json.Obj struck(Path folder, String duration, SeenBlow blow) throws Exception {
        try (Victim victim = Victim.sleeping(folder)) {
            pauses("long", victim.name(), duration, "web");
            String run = begin("long");
            await().atMost(SOON)
                    .until(() -> standsStill(victim) || text(run(run), "state").equals("ended"));
            assertThat(standsStill(victim)).as(run(run).compact()).isTrue();
            blow.strike(run, victim);
            await().atMost(SOON).until(() -> !standsStill(victim));
            return ended(run);
        }
    }

    /** A whole run of a short pause, on whichever host has this role. */
    void standsStillAndGoesOn(Path folder) throws Exception {
        try (Victim victim = Victim.sleeping(folder)) {
            pauses("still", victim.name(), "2s", "web");
            String run = begin("still");
            await().atMost(SOON)
                    .until(() -> standsStill(victim) || text(run(run), "state").equals("ended"));
            Json.Obj ended = ended(run);
            assertThat(text(ended, "verdict")).as(ended.compact()).isEqualTo("passed");
            assertThat(standsStill(victim)).isFalse();
        }
    }
}
