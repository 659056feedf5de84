package dev.shakeout.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.shakeout.cli.Shakeout.Ended;
import dev.shakeout.cli.Shakeout.Running;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that speaks TLS itself, and none that would let tokens be read on their way. */
class ServerTlsTest {
    private static final Duration SOON = Duration.ofMinutes(2);
    private static final Pattern PLACE = Pattern.compile("listens at (https://127\\.0\\.0\\.1:\\d+),");

    private Path work;
    private Shakeout shakeout;

    @BeforeEach
    void begin(@TempDir Path folder) throws IOException {
        work = folder;
        shakeout = new Shakeout(folder);
    }

    @Test
    void whoKnowsTheCertificateIsAnsweredAndNothingIsSaidInTheClear() throws Exception {
        SelfSigned.Pem pem = SelfSigned.pem(work);
        Running server = shakeout.start(
                "server",
                "--port",
                "0",
                "--certificate",
                pem.certificate().toString(),
                "--key",
                pem.key().toString());
        try (HttpClient knows = HttpClient.newBuilder()
                        .sslContext(SelfSigned.trusting(pem))
                        .build();
                HttpClient stranger = HttpClient.newHttpClient()) {
            await().atMost(SOON)
                    .until(() -> PLACE.matcher(server.saidSoFar()).find()
                            || !server.process().isAlive());
            Matcher place = PLACE.matcher(server.saidSoFar());
            assertThat(place.find()).as(server.saidSoFar()).isTrue();
            var request = HttpRequest.newBuilder(URI.create(place.group(1) + "/openapi.json"))
                    .build();

            assertThat(knows.send(request, BodyHandlers.ofString()).statusCode())
                    .isEqualTo(200);
            assertThatThrownBy(() -> stranger.send(request, BodyHandlers.ofString()))
                    .hasMessageContaining("certification path");
            var clear = HttpRequest.newBuilder(URI.create(place.group(1).replace("https:", "http:") + "/openapi.json"))
                    .build();
            assertThatThrownBy(() -> stranger.send(clear, BodyHandlers.ofString()))
                    .isInstanceOf(IOException.class);
        } finally {
            server.process().destroy();
            server.end();
        }
    }

    @Test
    void whatWouldNotBeSafeOrCannotBeIsRefused() throws Exception {
        SelfSigned.Pem pem = SelfSigned.pem(work);
        String certificate = pem.certificate().toString();
        String key = pem.key().toString();
        String junk = Files.writeString(work.resolve("junk.pem"), "junk").toString();

        refused("there are tokens in it", "--listen", "0.0.0.0");
        refused("there are tokens in it", "--listen", "::");
        refused("'everywhere' is no address", "--listen", "everywhere");
        refused("belong together", "--certificate", certificate);
        refused(
                "no.pem cannot be read",
                "--certificate",
                certificate,
                "--key",
                work.resolve("no.pem").toString());
        refused("cannot be used", "--certificate", certificate, "--key", junk);
        refused("cannot be used", "--certificate", junk, "--key", key);
    }

    private void refused(String words, String... options) throws IOException {
        var command = new java.util.ArrayList<>(java.util.List.of("server", "--port", "0"));
        command.addAll(java.util.List.of(options));
        Ended ended = shakeout.run(command.toArray(String[]::new));
        assertThat(ended.status()).as(ended.toString()).isEqualTo(Exit.USAGE);
        assertThat(ended.err()).contains(words);
    }
}
