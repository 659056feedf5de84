package dev.shakeout.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.shakeout.cli.remote.ServerApi;
import dev.shakeout.cli.remote.ServerUrl;
import dev.shakeout.model.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A server whose database goes away while a run is under way, and comes back. */
@Timeout(300)
class LostDatabaseTest extends WithPostgres {
    private int status(String path) throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(URI.create(url + path)).build();
            return http.send(request, BodyHandlers.discarding()).statusCode();
        }
    }

    private void awaitReady(int status) {
        await().atMost(SOON).until(() -> status("/health/ready") == status);
    }

    @Test
    void aRunGoesOnWithoutIt(@TempDir Path folder) throws Exception {
        agent("web-1", "role=web");
        Json.Obj ended = struck(folder, "10s", (_, victim) -> {
            stopDatabase();
            awaitReady(503);
            assertThat(status("/health/live")).isEqualTo(200);
            await().atMost(SOON).until(() -> !standsStill(victim));
            startDatabase();
            awaitReady(200);
        });
        assertThat(text(ended, "verdict")).as(ended.compact()).isEqualTo("passed");
        assertThat(text(ended, "attempt")).isEqualTo("1");
        assertIntact();
    }

    /** As another server may have taken it over, and nobody could halt it. */
    @Test
    void butNotForLongAndIsBegunAgain(@TempDir Path folder) throws Exception {
        agent("web-1", "role=web");
        Json.Obj ended = struck(folder, "5m", (run, victim) -> {
            stopDatabase();
            await().atMost(SOON).until(() -> !standsStill(victim));
            startDatabase();
            awaitReady(200);

            await().atMost(SOON).until(() -> standsStill(victim));
            assertThat(text(run(run), "attempt")).isEqualTo("2");
            api.send("POST", "/runs/" + run + "/halt", Optional.empty(), Map.of());
        });
        assertThat(text(ended, "verdict")).as(ended.compact()).isEqualTo("aborted");
        assertIntact();
    }

    /** What it could not store is stored by its next start. */
    @Test
    void aServerThatIsToEndDoesNotWaitForItForLong(@TempDir Path folder) throws Exception {
        agent("web-1", "role=web");
        Json.Obj ended = struck(folder, "5m", (run, victim) -> {
            stopDatabase();
            server.process().destroy();
            var stopped = server.end();
            assertThat(stopped.out() + stopped.err()).contains("run " + run + ": its end could not be stored");
            assertThat(standsStill(victim)).isFalse();

            startDatabase();
            api.close();
            server = startAt("here");
            url = said(server, "listens at (\\S+),");
            api = new ServerApi(ServerUrl.parse(url, false), admin);
        });
        assertThat(text(ended, "verdict")).as(ended.compact()).isNotEqualTo("passed");
        assertIntact();
    }

    private void assertIntact() throws IOException {
        assertThat(api.get("/audit/verification").json().get("intact")).contains(Json.of(true));
    }
}
