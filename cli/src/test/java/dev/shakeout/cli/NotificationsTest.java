package dev.shakeout.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.shakeout.cli.Shakeout.Ended;
import dev.shakeout.dialects.JsonReader;
import dev.shakeout.model.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who is told of what, by a real server and a real Python. */
class NotificationsTest {
    private static final String SECRET = "hunter2-marker";

    private final List<Told> told = new CopyOnWriteArrayList<>();
    private final CountDownLatch never = new CountDownLatch(1);
    private HttpServer server;
    private Shakeout shakeout;

    private record Told(String method, String path, String header, String body) {
        Json.Obj message() {
            return (Json.Obj) JsonReader.read("a message", body);
        }

        String name() {
            return message().get("name").map(Json::text).orElse("");
        }
    }

    @BeforeEach
    void begin(@TempDir Path work) throws IOException {
        shakeout = new Shakeout(work);
        shakeout.write("fine.json", """
                {"title": "fine", "description": "d", "secrets": {"own": {"word": "%s"}}, "method": []}
                """.formatted(SECRET));
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            String header = exchange.getRequestHeaders().getFirst("X-Token");
            String path = exchange.getRequestURI().getPath();
            told.add(new Told(exchange.getRequestMethod(), path, String.valueOf(header), body));
            exchange.sendResponseHeaders(path.equals("/broken") ? 500 : 204, -1);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void end() {
        never.countDown();
        server.stop(0);
    }

    @Test
    void aRunTellsItsBeginningAndItsEndWithoutSecrets() throws IOException {
        settings("- {type: http, url: 'URL/all', headers: {X-Token: abc}}");

        Ended ended = shakeout.run("--settings", "settings.yaml", "run", "fine.json");

        assertThat(ended.status()).as(ended.toString()).isZero();
        assertThat(told).extracting(Told::name).containsExactly("run-started", "run-completed");
        assertThat(told).allSatisfy(each -> {
            assertThat(each.method()).isEqualTo("POST");
            assertThat(each.header()).isEqualTo("abc");
            assertThat(each.message().get("phase")).contains(Json.of("run"));
            assertThat(each.message().get("ts").orElseThrow()).isInstanceOf(Json.Num.class);
            assertThat(each.body()).doesNotContain(SECRET);
        });
        assertThat(told.getLast().message().get("payload").map(Json::text).orElse(""))
                .as("the journal")
                .contains("\"status\":\"completed\"", "\"shakeout\"");
    }

    @Test
    void aDeviationIsToldBesideTheEnd() throws IOException {
        settings("- {type: http, url: 'URL/all'}");
        shakeout.write("breaks.json", """
                {"title": "breaks", "description": "d",
                 "steady-state-hypothesis": {"title": "a file is there", "probes": [{"type": "probe", "name": "file",
                   "tolerance": 0, "provider": {"type": "process", "path": "ls", "arguments": ["kept.txt"]}}]},
                 "method": [{"type": "action", "name": "remove it",
                   "provider": {"type": "process", "path": "rm", "arguments": ["kept.txt"]}}]}
                """);
        shakeout.write("kept.txt", "");

        Ended ended = shakeout.run("--settings", "settings.yaml", "run", "--compat", "chaostoolkit", "breaks.json");

        assertThat(ended.status()).isEqualTo(1);
        assertThat(told).extracting(Told::name).containsExactly("run-started", "run-completed", "run-deviated");
    }

    @Test
    void aChannelHearsOnlyOfWhatItWantsAndWithoutThePayloadByGet() throws IOException {
        settings("""
                - {type: http, url: 'URL/end', events: [run-completed]}
                - {type: http, url: 'URL/short', forward_event_payload: false, events: [run-started]}""");

        shakeout.run("--settings", "settings.yaml", "run", "fine.json");

        assertThat(told).extracting(Told::path).containsExactlyInAnyOrder("/short", "/end");
        assertThat(told)
                .filteredOn(each -> each.path().equals("/short"))
                .singleElement()
                .satisfies(each -> {
                    assertThat(each.method()).isEqualTo("GET");
                    assertThat(each.body()).isEmpty();
                });
    }

    @Test
    void aValidationTellsItsOutcome() throws IOException {
        settings("- {type: http, url: 'URL/all'}");
        shakeout.write("wrong.json", "{\"title\": \"t\", \"secrets\": {\"a\": {\"b\": \"" + SECRET + "\"}}}");

        shakeout.run("--settings", "settings.yaml", "validate", "fine.json");
        shakeout.run("--settings", "settings.yaml", "validate", "wrong.json");

        assertThat(told)
                .extracting(Told::name)
                .containsExactly("validate-started", "validate-completed", "validate-started", "validate-failed");
        assertThat(told.getLast().message().get("error").map(Json::text).orElse(""))
                .contains("wrong.json:1:1: 'description' is missing");
        assertThat(told).noneMatch(each -> each.body().contains(SECRET));
    }

    @Test
    void whateverGoesWrongWithAChannelIsNoBusinessOfTheRun() throws IOException {
        server.createContext("/silent", exchange -> {
            try {
                never.await();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        });
        settings("""
                - {type: http, url: 'URL/broken'}
                - {type: http, url: 'http://127.0.0.1:1/nobody'}
                - {type: http, url: 'no address at all'}
                - {type: http}
                - {type: pigeon}
                - {type: plugin, module: no.such.module}
                - {type: http, url: 'URL/silent', events: [run-started]}""");

        Ended ended = shakeout.run("--verbose", "--settings", "settings.yaml", "run", "fine.json");

        assertThat(ended.status()).as(ended.toString()).isZero();
        assertThat(ended.out())
                .contains("127.0.0.1 answered 500", "its url is no address")
                .containsPattern("DEBUG] notification run-started failed: .*time-out");
        assertThat(ended.err()).contains("notifications[3] is passed over", "notifications[4] is passed over");
    }

    @Test
    void aFunctionOfThePythonOfTheUserIsToldToo(@TempDir Path python) throws IOException {
        Path home = shakeout.work();
        InProcess seeing = FakeExtension.seenBy(InProcess.at(home), python);
        settings("""
                - {type: plugin, module: fakeext.told, file: '%1$s/told.txt'}
                - {type: plugin, module: fakeext.told, func: breaks}
                - {type: plugin, module: fakeext.told, func: nothing}""".formatted(home));

        Ended ended = seeing.run("--verbose", "--settings", home + "/settings.yaml", "validate", home + "/fine.json");

        assertThat(ended.status()).as(ended.toString()).isZero();
        assertThat(home.resolve("told.txt"))
                .hasContent("validate-started in validate\nvalidate-completed in validate\n");
        assertThat(ended.out())
                .contains(
                        "ValueError: a plugin that breaks",
                        "could not find function 'nothing' in plugin 'fakeext.told'");
    }

    private void settings(String channels) throws IOException {
        String url = "http://127.0.0.1:" + server.getAddress().getPort();
        var text = new ArrayList<>(List.of("notifications:"));
        channels.lines().forEach(line -> text.add(line.replace("URL", url)));
        Files.write(shakeout.work().resolve("settings.yaml"), text);
    }
}
