package dev.shakeout.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.shakeout.cli.Shakeout.Ended;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Experiments that a web server hands out. */
class RemoteSourceTest {
    private static final String JSON = "{\"title\": \"far\", \"description\": \"d\", \"method\": []}";
    private static final String YAML = "title: far\ndescription: d\nmethod: []\n";
    private static final String PASSWORD = "hunter2-marker";

    private final List<String> authorizations = new CopyOnWriteArrayList<>();
    private HttpServer server;
    private InProcess shakeout;
    private Path home;

    @BeforeEach
    void begin(@TempDir Path folder) throws IOException {
        home = folder;
        shakeout = InProcess.at(folder);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        serve("/json", "application/json; charset=utf-8", 200, JSON);
        serve("/yaml", "application/x-yaml", 200, YAML);
        serve("/text-yaml.json", "text/yaml", 200, YAML);
        serve("/plain-json", "text/plain", 200, JSON);
        serve("/plain-yaml", "text/plain", 200, YAML);
        serve("/html", "text/html", 200, "<html>sign in</html>");
        serve("/missing", "text/plain", 404, "no such experiment");
        serve("/broken", "application/json", 200, "{\"title\": ");
        server.createContext("/moved", exchange -> {
            exchange.getResponseHeaders().add("Location", "/json");
            exchange.sendResponseHeaders(302, -1);
            exchange.close();
        });
        server.createContext("/huge", exchange -> {
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, 0);
            byte[] piece = " ".repeat(1 << 20).getBytes(StandardCharsets.UTF_8);
            try (var body = exchange.getResponseBody()) {
                for (int i = 0; i < 40; i++) {
                    body.write(piece);
                }
            } catch (IOException _) {
                // whoever asked has had enough
            }
        });
        server.start();
    }

    @AfterEach
    void end() {
        server.stop(0);
    }

    @Test
    void theTypeOfTheContentDecidesHowItIsRead() {
        for (String path : List.of("/json", "/yaml", "/text-yaml.json", "/plain-json", "/plain-yaml", "/moved")) {
            Ended ended = shakeout.run("validate", url(path));
            assertThat(ended.status()).as(path + ended).isZero();
            assertThat(ended.out()).contains(url(path) + " is valid");
        }
    }

    @Test
    void anExperimentFromFarRunsAsOneFromHere(@TempDir Path work) throws IOException {
        var process = new Shakeout(work);

        Ended ended = process.run("run", url("/json"), "--report", "report.md");

        assertThat(ended.status()).as(ended.toString()).isZero();
        assertThat(work.resolve("journal.json")).exists();
        assertThat(process.run("plan", url("/yaml")).out()).contains("far");
    }

    @Test
    void whatIsNoExperimentIsToldWithItsAddress() {
        assertThat(told("/html")).contains(url("/html") + ": cannot be fetched: the server says it is 'text/html'");
        assertThat(told("/missing")).contains("the server answered 404: no such experiment");
        assertThat(told("/broken")).contains(url("/broken") + ":1:");
        assertThat(told("/huge")).contains("larger than 32 MiB");
        assertThat(shakeout.run("validate", "ftp://example.com/x").err())
                .contains("ftp: an experiment is fetched by http");
        assertThat(shakeout.run("validate", "--compat", "chaostoolkit", url("/missing"))
                        .status())
                .isEqualTo(1);
    }

    @Test
    void aServerThatIsNotThereIsTold() {
        int port = server.getAddress().getPort();
        server.stop(0);

        Ended ended = shakeout.run("validate", "http://127.0.0.1:" + port + "/x.json");

        assertThat(ended.status()).isEqualTo(2);
        assertThat(ended.err()).contains("check that the server runs and listens on that port");
    }

    @Test
    void theSettingsSayWhatAServerWantsToSeeAndTheTokenOfTheEnvironmentWins() throws IOException {
        Files.createDirectory(home.resolve(".chaostoolkit"));
        Files.writeString(
                home.resolve(".chaostoolkit/settings.yaml"),
                "auths: {\"" + place() + "\": {type: basic, value: XYZ}, other.com: {type: bearer, value: no}}\n");

        shakeout.run("validate", url("/json"));
        shakeout.with("CHAOSTOOLKIT_LOADER_AUTH_BEARER_TOKEN", " abc ").run("validate", url("/json"));

        assertThat(authorizations).containsExactly("basic XYZ", "bearer abc");
    }

    @Test
    void aServerWithoutAGoodCertificateIsAskedOnlyWhenThatIsWanted() throws Exception {
        var secure = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        secure.setHttpsConfigurator(new HttpsConfigurator(SelfSigned.context(home)));
        secure.createContext("/", exchange -> {
            exchange.getResponseHeaders().add("Content-Type", "application/x-yaml");
            exchange.sendResponseHeaders(200, YAML.length());
            exchange.getResponseBody().write(YAML.getBytes(StandardCharsets.UTF_8));
            exchange.close();
        });
        secure.start();
        try {
            String url = "https://127.0.0.1:" + secure.getAddress().getPort() + "/x";
            assertThat(shakeout.run("validate", url).err()).contains("TLS failed", "--no-verify-tls");
            assertThat(shakeout.run("validate", "--no-verify-tls", url).status())
                    .isZero();
        } finally {
            secure.stop(0);
        }
    }

    @Test
    void nothingSecretOfAnAddressIsShown() {
        for (String path : List.of("/json", "/html", "/missing", "/broken")) {
            String address = "http://me:" + PASSWORD + "@" + place() + path + "?token=" + PASSWORD;
            Ended ended = shakeout.run("validate", address);
            assertThat(ended.out() + ended.err())
                    .contains("http://" + place() + path)
                    .doesNotContain(PASSWORD);
        }
        assertThat(shakeout.run("validate", "http://me:" + PASSWORD + "@bad host/")
                        .err())
                .contains("is not a URL")
                .doesNotContain(PASSWORD);
    }

    private String told(String path) {
        Ended ended = shakeout.run("validate", url(path));
        assertThat(ended.status()).as(ended.toString()).isEqualTo(2);
        return ended.err();
    }

    private void serve(String path, String type, int status, String body) {
        server.createContext(path, exchange -> {
            note(exchange);
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", type);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
    }

    private void note(HttpExchange exchange) {
        String value = exchange.getRequestHeaders().getFirst("Authorization");
        if (value != null) {
            authorizations.add(value);
        }
    }

    private String place() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    private String url(String path) {
        return "http://" + place() + path;
    }
}
