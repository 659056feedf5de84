package dev.shakeout.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shakeout.cli.Shakeout.Ended;
import dev.shakeout.engine.JsonReader;
import dev.shakeout.engine.Machine;
import dev.shakeout.model.Json;
import dev.shakeout.server.Server;
import dev.shakeout.server.signin.SignInRules;
import dev.shakeout.server.web.Listening;
import dev.shakeout.testbed.Program;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A real server in this JVM, and commands against it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class WithServer {
    final HttpClient client = HttpClient.newHttpClient();
    Server server;
    String url = "";
    String admin = "";
    Path home;
    InProcess shell;

    /** The command by which it carries out runs; here they are played. */
    List<String> carriesOut(Path folder) throws Exception {
        return List.of("sh", "-c", "[ \"$1\" = validate ] && exit; echo 'played' >&2; exit 2");
    }

    /** Whose word lets in whom; nobody's, here. */
    Optional<SignInRules> signIn() throws Exception {
        return Optional.empty();
    }

    /** That of this build. */
    static List<String> really(Path folder) throws Exception {
        String root = Path.of(System.getProperty("shakeout.home", ".."))
                .toAbsolutePath()
                .normalize()
                .toString();
        String words = List.of(
                        Shakeout.java(),
                        "-XX:TieredStopAtLevel=1",
                        "--enable-native-access=ALL-UNNAMED",
                        "-Dshakeout.home=" + root,
                        "-cp",
                        System.getProperty("java.class.path"),
                        "dev.shakeout.cli.Main")
                .stream()
                .map(word -> "'" + word + "'")
                .collect(Collectors.joining(" "));
        return List.of(Program.script(folder.resolve("shakeout"), "#!/bin/sh\nexec " + words + " \"$@\"\n")
                .toString());
    }

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        var settings = new Server.Settings(
                Listening.locally(0),
                folder.resolve("data"),
                Optional.empty(),
                new Server.Telling(Optional.empty(), Optional.empty(), false),
                signIn(),
                carriesOut(folder),
                8,
                "1");
        var world = new Server.World(Machine.local(), () -> UUID.randomUUID().toString(), new SecureRandom(), _ -> {});
        server = Server.start(settings, world);
        url = server.url();
        admin = server.firstToken().orElseThrow();
        ask("PUT", "/environments/staging", "{\"description\": \"\"}");
        ask(
                "PUT",
                "/experiments/quick",
                "{\"owner\": \"team\", \"definition\": {\"title\": \"quick\", \"description\": \"d\","
                        + " \"method\": []}}");
    }

    @AfterAll
    void end() {
        server.close();
        client.close();
    }

    @BeforeEach
    void home(@TempDir Path own) {
        home = own;
        shell = InProcess.at(own);
    }

    Json.Obj ask(String verb, String path, String body) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(url + "/api/v1" + path))
                .header("Authorization", "Bearer " + admin)
                .header("Content-Type", "application/json")
                .method(verb, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .build();
        var response = client.send(request, BodyHandlers.ofString());
        assertThat(response.statusCode()).as(response.body()).isLessThan(300);
        return (Json.Obj) JsonReader.read(response.body());
    }

    String token(String role, String more) throws Exception {
        return ask("POST", "/tokens", "{\"name\": \"of a test\", \"role\": \"" + role + "\"" + more + "}")
                .get("token")
                .map(Json::text)
                .orElseThrow();
    }

    /** A command with a token. */
    Ended as(String token, String... words) {
        var all = new ArrayList<>(List.of(words));
        all.addAll(List.of("--server", url));
        return shell.with("SHAKEOUT_TOKEN", token).run(all.toArray(String[]::new));
    }

    /** What a command says that ends well. */
    String said(String token, String... words) {
        Ended ended = as(token, words);
        assertThat(ended.status()).as(ended.toString()).isZero();
        return ended.out();
    }

    static void assertSays(Ended ended, int status, String... words) {
        assertThat(ended.status()).as(ended.toString()).isEqualTo(status);
        assertThat(ended.err()).contains(words);
    }
}
