package dev.shakeout.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.shakeout.engine.JsonReader;
import dev.shakeout.model.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Functions of Chaos Toolkit's extensions without any Python. What is expected here is what chaostoolkit-prometheus 0.6.0,
 * -spring 0.3.2 and -toxiproxy 0.3.1 did by themselves, asked the same of the same server.
 */
class TwinsTest {
    @TempDir
    Path folder;

    private final List<String> requests = new CopyOnWriteArrayList<>();
    private HttpServer server;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    /** What has "bad" in its address is refused; a new toxic is sent back; else the last part of the path is a name. */
    private void answer(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String address = URLDecoder.decode(exchange.getRequestURI().toString(), StandardCharsets.UTF_8);
        requests.add(exchange.getRequestMethod() + " " + address + (body.isEmpty() ? "" : " " + body));
        String path = exchange.getRequestURI().getPath();
        boolean bad = address.contains("bad");
        String text = bad
                ? "no way"
                : body.isEmpty()
                        ? "{\"name\": \"" + path.substring(path.lastIndexOf('/') + 1) + "\", \"listen\": \"1:2\"}"
                        : body;
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(bad ? 503 : 200, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        chaosprometheus.probes.query | "query": "up{a=1}", "timeout": 2.5 | GET /api/v1/query?query=up{a=1}&timeout=2.5 | {"name":"query","listen":"1:2"}
        chaosprometheus.probes.query | "query": "x", "when": "2024-02-03T06:05:06.789+02:00" | GET /api/v1/query?query=x&time=2024-02-03T04:05:06.7Z | {"name":"query","listen":"1:2"}
        chaosprometheus.probes.query | "query": "bad" | GET /api/v1/query?query=bad | chaoslib.exceptions.ActivityFailed: Prometheus query {'query': 'bad'} failed: no way
        chaosprometheus.probes.query_interval | "query": "x", "start": "2024-02-03T04:05:06Z", "end": "2024-02-03T04:05:07Z" | GET /api/v1/query_range?query=x&step=1&start=2024-02-03T04:05:06.0Z&end=2024-02-03T04:05:07.0Z | {"name":"query_range","listen":"1:2"}
        chaosspring.actions.enable_chaosmonkey | "base_url": "${base}", "timeout": 5 | POST /chaosmonkey/enable?timeout=5 | "{\\"name\\": \\"enable\\", \\"listen\\": \\"1:2\\"}"
        chaosspring.actions.change_assaults_configuration | "base_url": "${base}", "assaults_configuration": {"level": 5} | POST /chaosmonkey/assaults {"level":5} | "{\\"level\\":5}"
        chaosspring.probes.chaosmonkey_enabled | "base_url": "${base}" | GET /chaosmonkey/status | true
        chaosspring.probes.chaosmonkey_enabled | "base_url": "${base}/bad" | GET /bad/chaosmonkey/status | false
        chaosspring.probes.watcher_configuration | "base_url": "${base}/bad" | GET /bad/chaosmonkey/watcher | chaoslib.exceptions.ActivityFailed: ChaosMonkey watcher enquiry failed: no way
        chaostoxi.proxy.actions.delete_proxy | "proxy_name": "bad" | DELETE /proxies/bad | null
        chaostoxi.proxy.actions.reset | | POST /reset | true
        chaostoxi.proxy.probes.proxy_exist | "proxy_name": "p" | GET /proxies/p | true
        chaostoxi.proxy.probes.proxy_exist | "proxy_name": "bad" | GET /proxies/bad | false
        chaostoxi.proxy.probes.get_proxy_attribute | "proxy_name": "p", "attribute": "listen" | GET /proxies/p | "1:2"
        chaostoxi.toxic.actions.delete_toxic | "for_proxy": "p", "toxic_name": "bad" | DELETE /proxies/p/toxics/bad | false
        chaostoxi.toxic.actions.create_toxic | "for_proxy": "p", "toxic_name": "t", "toxic_type": "latency" | POST /proxies/p/toxics {"name":"t","type":"latency","stream":"downstream","toxicity":1.0,"attributes":null} | true
        chaostoxi.toxic.actions.create_latency_toxic | "for_proxy": "p", "toxic_name": "t", "latency": 5 | POST /proxies/p/toxics {"name":"t","type":"latency","stream":"downstream","toxicity":1.0,"attributes":{"latency":5,"jitter":0}} | true
        chaostoxi.toxic.actions.create_limiter_toxic | "for_proxy": "p", "toxic_name": "t", "bytes_limit": 5 | POST /proxies/p/toxics {"name":"t","type":"limit_data","stream":"downstream","toxicity":1.0,"attributes":{"bytes":5}} | true
        """)
    void aTwinAsksAndAnswersAsTheFunctionDoes(String function, String arguments, String request, String outcome)
            throws IOException {
        Json.Obj run = run(function, arguments == null ? "" : arguments);

        assertThat(requests).containsExactly(request);
        String last = run.get("exception").orElse(Json.Null.NULL) instanceof Json.Arr(var trace)
                ? trace.getLast().text().strip()
                : run.get("output").orElseThrow().compact();
        assertThat(last)
                .isEqualTo(outcome.startsWith("chaoslib") ? "chaoslib.exceptions.ActivityFailed: " + outcome : outcome);
    }

    @Test
    void argumentsThatDoNotFitAreToldBeforeTheRun() {
        var ended = validate("chaosprometheus.probes.query", "\"querry\": \"up\"");
        assertThat(ended.status()).isEqualTo(Exit.USAGE);
        assertThat(ended.err()).contains("argument 'query' is missing", "experiment.json:");
        assertThat(validate("chaostoxi.proxy.actions.reset", "\"all\": true").err())
                .contains("'all' is not part of");
    }

    /** There is none here, and the message says so: somebody was asked for it. */
    @Test
    void whatNoTwinUnderstandsIsAskedOfPython() {
        for (String function : List.of("chaosprometheus.probes.compute_mean", "chaostoxi.proxy.actions.create_proxy")) {
            assertThat(validate(function, "").err()).contains("no-such-python");
        }
        assertThat(validate("chaosprometheus.probes.query", "\"query\": \"up\", \"when\": \"last Tuesday\"")
                        .err())
                .contains("no-such-python");
        assertThat(validate("chaosprometheus.probes.query", "\"query\": \"up\", \"when\": \"5 minutes ago\"")
                        .err())
                .isEmpty();
    }

    @Test
    void theUsersOwnPythonIsAskedWhereThatIsWanted() {
        write("chaosprometheus.probes.query", "\"query\": \"up\"");
        assertThat(command()
                        .with("SHAKEOUT_TWINS", "off")
                        .run("validate", file(), "--python", "no-such-python")
                        .err())
                .contains("no-such-python");
    }

    private Shakeout.Ended validate(String function, String arguments) {
        write(function, arguments);
        return command().run("validate", file(), "--python", "no-such-python");
    }

    private Json.Obj run(String function, String arguments) throws IOException {
        write(function, arguments);
        Path journal = folder.resolve("journal.json");
        var ended = command()
                .with("SHAKEOUT_HOME", folder.toString())
                .run(
                        "--compat",
                        "chaostoolkit",
                        "run",
                        file(),
                        "--python",
                        "no-such-python",
                        "--journal-path",
                        journal.toString());
        assertThat(ended.err()).doesNotContain("no-such-python");
        var whole = (Json.Obj) JsonReader.read(Files.readString(journal));
        return (Json.Obj) ((Json.Arr) whole.get("run").orElseThrow()).items().getFirst();
    }

    private InProcess command() {
        return InProcess.at(folder);
    }

    private String file() {
        return folder.resolve("experiment.json").toString();
    }

    private void write(String function, String arguments) {
        int dot = function.lastIndexOf('.');
        String base = "http://127.0.0.1:" + server.getAddress().getPort();
        try {
            Files.writeString(folder.resolve("experiment.json"), """
                    {"title": "t", "description": "d",
                     "configuration": {"base": "%1$s", "prometheus_base_url": "%1$s", "toxiproxy_url": "%1$s"},
                     "method": [{"type": "action", "name": "call", "provider":
                       {"type": "python", "module": "%2$s", "func": "%3$s", "arguments": {%4$s}}}]}
                    """.formatted(
                            base, function.substring(0, dot), function.substring(dot + 1), arguments));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
