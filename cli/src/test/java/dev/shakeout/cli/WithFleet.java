package dev.shakeout.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.shakeout.cli.Shakeout.Ended;
import dev.shakeout.cli.Shakeout.Running;
import dev.shakeout.cli.remote.ServerApi;
import dev.shakeout.cli.remote.ServerUrl;
import dev.shakeout.model.Json;
import java.io.IOException;
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
        server = start("server", "--port", "0");
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
}
