package dev.shakeout.server.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.shakeout.model.Json;
import dev.shakeout.server.access.Role;
import dev.shakeout.server.channel.Notice;
import dev.shakeout.server.channel.Occasion;
import dev.shakeout.server.store.StoredMessage;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Numbers of runs that go on and have ended, as Prometheus reads them; the runs are played. */
class MetricsTest {
    private static final Duration HOUR = Duration.ofHours(1);

    @Test
    void runsAreCountedWhileTheyGoOnAndWhenTheyHaveEnded() throws Exception {
        try (var site = new Site(HaltTest.LASTING)) {
            String operator =
                    site.people.token(Role.OPERATOR, Optional.empty(), HOUR).secret();
            var order = Json.object("experiment", Site.EXPERIMENT, "environment", Site.STAGING);
            assertThat(ask("POST", "/api/v1/runs", Optional.of(order), operator, site)
                            .statusCode())
                    .isEqualTo(201);
            await().untilAsserted(() -> assertThat(metrics(operator, site))
                    .contains("shakeout_runs_open{environment=\"staging\",state=\"running\"} 1\n"));
            assertThat(metrics(operator, site))
                    .doesNotContain("shakeout_halted{", "shakeout_runs_ended_total{", "shakeout_messages_waiting{");
            var notice = new Notice("m1", Occasion.HALT, Instant.now().plus(HOUR), Map.of());
            site.store.change(work -> {
                work.messages().add(StoredMessage.fresh("ops", Optional.empty(), notice, Duration.ZERO, false));
                return work;
            });
            assertThat(metrics(operator, site)).contains("shakeout_messages_waiting{channel=\"ops\"} 1\n");

            var halt = Json.object("reason", "enough");
            ask("POST", "/api/v1/environments/staging/halt", Optional.of(halt), operator, site);

            await().untilAsserted(() -> assertThat(metrics(operator, site))
                    .contains("# TYPE shakeout_runs_ended_total counter\n")
                    .contains("shakeout_runs_ended_total{environment=\"staging\",verdict=\"aborted\"} 1\n")
                    .contains("shakeout_halted{environment=\"staging\"} 1\n")
                    .doesNotContain("shakeout_runs_open{"));
        }
    }

    private static String metrics(String token, Site site) throws Exception {
        HttpResponse<String> answer = ask("GET", "/metrics", Optional.empty(), token, site);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).get().asString().startsWith("text/plain");
        return answer.body();
    }

    private static HttpResponse<String> ask(String verb, String path, Optional<Json.Obj> body, String token, Site site)
            throws Exception {
        return site.send(verb, new Sample(path, Map.of(), body), Optional.of(token));
    }
}
