package dev.shakeout.server.channel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shakeout.model.Json;
import dev.shakeout.server.channel.HttpReceiver.Answer;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GrafanaTest {
    private static final long BEGUN = Instant.parse("2026-12-01T11:50:00Z").toEpochMilli();

    private HttpReceiver receiver;
    private Receiver grafana;

    @BeforeEach
    void start() throws IOException {
        receiver = new HttpReceiver().answers(Answer.of(200, "{\"message\": \"Annotation added\", \"id\": 7}"));
        grafana = Receivers.of("grafana")
                .read(Json.object(
                        "url",
                        receiver.url("/grafana/"),
                        "token",
                        "glsa_x",
                        "tags",
                        Json.of(List.of(Json.of("chaos")))));
    }

    @AfterEach
    void end() {
        receiver.close();
    }

    @Test
    void theMarkOfTheBeginningBecomesARegionAtTheEnd() {
        Sent begun = grafana.send(Notices.of(Occasion.START), Optional.empty(), Notices.out());
        assertThat(begun)
                .isEqualTo(new Sent.Delivered(
                        "answered 200: {\"message\": \"Annotation added\", \"id\": 7}", Optional.of("7")));
        HttpReceiver.Got mark = receiver.got.getFirst();
        assertThat(mark.method() + " " + mark.path()).isEqualTo("POST /grafana/api/annotations");
        assertThat(mark.header("authorization")).isEqualTo("Bearer glsa_x");
        assertThat(mark.at("time")).isEqualTo(Long.toString(Notices.NOW.toEpochMilli()));
        assertThat(mark.at("timeEnd")).isEmpty();

        grafana.send(Notices.ended("deviated"), Optional.of("7"), Notices.out());
        HttpReceiver.Got region = receiver.got.getLast();
        assertThat(region.method() + " " + region.path()).isEqualTo("PATCH /grafana/api/annotations/7");
        assertThat(region.at("time")).isEqualTo(Long.toString(BEGUN));
        assertThat(region.at("timeEnd")).isEqualTo(Long.toString(Notices.NOW.toEpochMilli()));
        assertThat(region.json().get("tags").map(Json::text).orElse(""))
                .contains("shakeout", "run", "production", "slow-database", "deviated", "chaos");
        assertThat(region.at("text")).contains("p95 &lt; 200 ms &amp; ");
    }

    @Test
    void withoutAMarkTheRegionIsMadeAtTheEnd() {
        grafana.send(Notices.ended("passed"), Optional.empty(), Notices.out());
        HttpReceiver.Got region = receiver.got.getFirst();
        assertThat(region.method() + " " + region.path()).isEqualTo("POST /grafana/api/annotations");
        assertThat(region.at("time")).isEqualTo(Long.toString(BEGUN));
    }

    @Test
    void anAnswerWithoutAnIdIsNoReference() {
        receiver.answers(Answer.of(200, "<html>"));
        assertThat(grafana.send(Notices.of(Occasion.START), Optional.empty(), Notices.out()))
                .isEqualTo(new Sent.Delivered("answered 200: <html>", Optional.empty()));
    }
}
