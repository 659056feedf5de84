package dev.shakeout.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.shakeout.cli.Shakeout.Ended;
import dev.shakeout.cli.Shakeout.Running;
import dev.shakeout.engine.JsonReader;
import dev.shakeout.model.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs of the command line and of a server, and the numbers of a server, as a collector gets them. */
class TracingTest {
    private static final String KEY = "let-me-in-marker";
    private static final Duration SOON = Duration.ofMinutes(2);

    private final List<Running> started = new ArrayList<>();
    private EchoServer collector;
    private Shakeout shakeout;
    private Path work;

    @BeforeEach
    void begin(@TempDir Path folder) throws IOException {
        work = folder;
        shakeout = new Shakeout(folder);
        collector = new EchoServer();
    }

    @AfterEach
    void end() {
        started.forEach(each -> each.process().destroy());
        started.forEach(Running::end);
        collector.close();
    }

    private List<String> behind() {
        return List.of(
                "env",
                "OTEL_EXPORTER_OTLP_ENDPOINT=" + collector.url(),
                "OTEL_EXPORTER_OTLP_HEADERS=key=" + KEY,
                "OTEL_METRIC_EXPORT_INTERVAL=500");
    }

    private Running start(String... words) throws IOException {
        Running running = shakeout.startBehind(behind(), words);
        started.add(running);
        return running;
    }

    private List<String> heard(String path) {
        return collector.heard().stream()
                .filter(request -> request.startsWith("POST " + path + "\n"))
                .toList();
    }

    private String experiment(String arguments) throws IOException {
        return shakeout.write("traced.json", """
                {"title": "a traced drill", "description": "says what it finds",
                 "method": [{"type": "action", "name": "look", "provider":
                   {"type": "process", "path": "sh", "arguments": "%s"}}]}
                """.formatted(arguments)).toString();
    }

    @Test
    void aRunSendsItsTraceAndSaysByWhichNumberItIsFound() throws IOException {
        Ended ended = start("run", experiment("-c true")).end();

        assertThat(ended.status()).as(ended.toString()).isZero();
        assertThat(ended.out()).containsPattern("trace    [0-9a-f]{32}\n");
        assertThat(ended.err()).isEmpty();
        assertThat(heard("/v1/traces")).isNotEmpty().allMatch(request -> request.contains(KEY));
        assertThat(String.join("", heard("/v1/traces"))).contains("a traced drill", "activity look", "passed");
        assertThat(String.join("", heard("/v1/metrics"))).contains("shakeout.run.duration");
    }

    @Test
    void everyLineOfARunSaysWhichRunAndTraceItIsAbout() throws IOException {
        Ended ended = start("--log-format", "json", "run", experiment("-c true"), "--label", "environment=staging")
                .end();

        var lines = ended.out()
                .lines()
                .map(line -> (Json.Obj) JsonReader.read(line))
                .filter(line -> line.get("run").isPresent())
                .toList();
        assertThat(lines).hasSizeGreaterThan(2).allSatisfy(line -> {
            assertThat(line.get("trace_id").orElseThrow().text()).matches("[0-9a-f]{32}");
            assertThat(line.get("environment")).contains(Json.of("staging"));
        });
        String id = lines.getFirst().get("trace_id").orElseThrow().text();
        assertThat(ended.out()).contains("\"trace    " + id + "\"");
    }

    @Test
    void withoutTheVariablesNothingIsSentAndNothingIsLoadedForIt() throws IOException {
        Ended ended = shakeout.startBehind(
                        List.of("env", "JDK_JAVA_OPTIONS=-Xlog:class+load:file=" + work.resolve("classes.txt")),
                        "run",
                        experiment("-c true"))
                .end();

        assertThat(ended.status()).as(ended.toString()).isZero();
        assertThat(ended.out()).doesNotContain("trace ");
        assertThat(Files.readString(work.resolve("classes.txt")))
                .contains("dev.shakeout.cli.Drill")
                .doesNotContain("io.opentelemetry", "software.amazon");
    }

    @Test
    void aServerTellsOfItsRunsAndItsNumbersAndKeepsTheKeyFromExperiments() throws Exception {
        Running server = start("server", "--port", "0");
        await().atMost(SOON)
                .until(() -> server.saidSoFar().contains("listens at")
                        || !server.process().isAlive());
        String token = server.saidSoFar().replaceAll("(?s).*shown this once: (\\S+).*", "$1");
        String url = server.saidSoFar().replaceAll("(?s).*listens at (\\S+),.*", "$1");
        assertThat(new ServerEnvironment(url, token).made("staging")).isTrue();

        String file = experiment("-c 'env > " + work.resolve("env.txt") + "; ls > " + work.resolve("ls.txt") + "'");
        Ended ended = shakeout.startBehind(
                        List.of("env", "SHAKEOUT_TOKEN=" + token),
                        "run",
                        file,
                        "--server",
                        url,
                        "--environment",
                        "staging")
                .end();

        assertThat(ended.status()).as(ended.toString()).isZero();
        assertThat(ended.out()).containsPattern("trace    [0-9a-f]{32}");
        assertThat(String.join("", heard("/v1/traces"))).contains("a traced drill", "staging");
        assertThat(Files.readString(work.resolve("env.txt"))).contains("PATH=").doesNotContain(KEY, "OTEL_");
        assertThat(Files.readString(work.resolve("ls.txt"))).doesNotContain("telemetry.json");
        await().atMost(SOON)
                .untilAsserted(() ->
                        assertThat(String.join("", heard("/v1/metrics"))).contains("shakeout.runs.ended", "passed"));
    }
}
