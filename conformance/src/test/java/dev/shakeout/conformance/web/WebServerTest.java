package dev.shakeout.conformance.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WebServerTest {
    @TempDir
    Path files;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private WebServer server;

    @BeforeEach
    void open() {
        server = WebServer.open(files, true);
    }

    @AfterEach
    void close() {
        server.close();
        client.close();
    }

    private HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(URI.create("http://localhost:" + server.port() + path));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), BodyHandlers.ofString());
    }

    @Test
    void keepsWhatItWasAsked() throws Exception {
        send(to("/json?a=b").header("X-Who", "me").POST(BodyPublishers.ofString("body")));

        assertThat(server.requests()).singleElement().satisfies(request -> {
            assertThat(request.method()).isEqualTo("POST");
            assertThat(request.target()).isEqualTo("/json?a=b");
            assertThat(request.header("x-who")).contains("me");
            assertThat(request.body()).isEqualTo("body");
        });
    }

    @Test
    void closesConnectionsAsOftenAsThePathSays() throws Exception {
        assertThatThrownBy(() -> send(to("/flaky/1").POST(BodyPublishers.noBody())))
                .isInstanceOf(IOException.class);
        assertThat(send(to("/flaky/1")).body()).isEqualTo("\"at last\"");
    }

    @Test
    void servesFilesAsTheTypeThatIsAskedForAndPrivateOnesToWhoMayHaveThem() throws Exception {
        Files.writeString(files.resolve("x.yaml"), "title: x");

        var served = send(to("/files/x.yaml?as=text%2Fyaml"));
        assertThat(served.body()).isEqualTo("title: x");
        assertThat(served.headers().firstValue("Content-Type")).contains("text/yaml");
        assertThat(send(to("/private/x.yaml")).statusCode()).isEqualTo(401);
        assertThat(send(to("/private/x.yaml").header("Authorization", "bearer let-me-in"))
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void speaksTlsWithACertificateThatNobodySigned() {
        var request = HttpRequest.newBuilder(URI.create("https://localhost:" + server.tlsPort() + "/json"));

        assertThatThrownBy(() -> send(request)).hasMessageContaining("unable to find valid certification path");
    }

    @Test
    void itsVaultGivesItsSecretOnlyForATokenAndATokenOnlyForTheRightWords() throws Exception {
        assertThat(send(to("/v1/secret/data/app/db")).statusCode()).isEqualTo(403);
        assertThat(send(to("/v1/secret/data/app/db").header("X-Vault-Token", "a-token"))
                        .body())
                .contains("\"metadata\"", "s3cret");
        assertThat(send(to("/v1/kv/app/db").header("X-Vault-Token", "a-token")).body())
                .contains("s3cret")
                .doesNotContain("metadata");
        assertThat(send(to("/v1/kv/app/nothing").header("X-Vault-Token", "a-token"))
                        .statusCode())
                .isEqualTo(404);
        assertThat(login("approle", "{\"role_id\": \"a-role\", \"secret_id\": \"wrong\"}")
                        .statusCode())
                .isEqualTo(400);
        assertThat(login("approle", "{\"role_id\": \"a-role\", \"secret_id\": \"a-secret\"}")
                        .body())
                .contains("a-token-for-a-role");
        assertThat(login("kubernetes", "{\"role\": \"a-role\", \"jwt\": \"a-jwt\\n\"}")
                        .body())
                .contains("a-token-for-a-pod");
    }

    private HttpResponse<String> login(String mountPoint, String words) throws Exception {
        return send(to("/v1/auth/" + mountPoint + "/login").POST(BodyPublishers.ofString(words)));
    }
}
