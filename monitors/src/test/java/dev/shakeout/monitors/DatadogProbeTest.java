package dev.shakeout.monitors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shakeout.engine.Machine;
import dev.shakeout.engine.ProbeFailed;
import dev.shakeout.model.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is asked and made of the answers that Datadog documents for its API, version 1. */
class DatadogProbeTest {
    private static final String KEY = "0123456789abcdef0123456789abcdef";
    private static final String APPLICATION_KEY = "fedcba9876543210fedcba9876543210fedcba98";
    private static final String QUERY = "sum:shop.errors{service:pay,env:prod}.as_count()";
    private static final String GOOD = """
            {"status": "ok", "series": [{"metric": "shop.errors", "scope": "service:pay",
             "pointlist": [[1764270000000.0, 3.0], [1764270020000.0, 7.5], [1764270040000.0, null]]}]}
            """;

    private final Machine machine = Machine.local();

    @BeforeEach
    void theKeysAreSecrets() {
        machine.mask().cover(Json.of(KEY));
        machine.mask().cover(Json.of(APPLICATION_KEY));
    }

    private static Json.Obj given(PlayedMonitor datadog) {
        return Json.object(
                "url", datadog.url(), "key", KEY, "application-key", APPLICATION_KEY, "query", QUERY, "window", "10m");
    }

    private Json.Obj read(PlayedMonitor datadog) throws ProbeFailed, InterruptedException {
        return PlayedMonitor.read(new DatadogProbe(), machine, given(datadog));
    }

    private static PlayedMonitor always(int status, String body) throws IOException {
        return PlayedMonitor.answering(_ -> PlayedMonitor.Answer.of(status, body));
    }

    @Test
    void theLastPointThatHasAValueCounts() throws Exception {
        try (var datadog = always(200, GOOD)) {
            Json.Obj reading = read(datadog);

            assertThat(reading.get("number")).contains(Json.of(7.5));
            assertThat(reading.compact()).contains("shop.errors{service:pay}").doesNotContain(KEY);
            var asked = datadog.asked.getFirst();
            assertThat(asked.path()).isEqualTo("/api/v1/query");
            assertThat(asked.query()).containsEntry("query", QUERY);
            long from = Long.parseLong(asked.query().get("from"));
            assertThat(Long.parseLong(asked.query().get("to")) - from)
                    .isEqualTo(Duration.ofMinutes(10).toSeconds());
            assertThat(asked.headers())
                    .containsEntry("DD-API-KEY", KEY)
                    .containsEntry("DD-APPLICATION-KEY", APPLICATION_KEY);
        }
    }

    @Test
    void noPointIsUnknownAndTheMetricThatWasMeantIsNamed() throws Exception {
        try (var datadog = PlayedMonitor.answering(asked -> PlayedMonitor.Answer.of(
                200,
                asked.path().equals("/api/v1/metrics")
                        ? "{\"metrics\": [\"shop.error\", \"system.load.1\"]}"
                        : "{\"status\": \"ok\", \"series\": []}"))) {
            assertThatThrownBy(() -> read(datadog))
                    .isInstanceOf(ProbeFailed.class)
                    .hasMessageContaining("no value of the last 10 m")
                    .hasMessageContaining("'shop.errors' meanwhile; did you mean 'shop.error'?");
            Json.Obj zero = given(datadog).with("no-data", Json.of(0));
            assertThat(PlayedMonitor.read(new DatadogProbe(), machine, zero).get("number"))
                    .contains(Json.of(0.0));
        }
    }

    @Test
    void aRefusalSaysWhichOfTheKeysIsWrong() throws Exception {
        for (boolean good : new boolean[] {true, false}) {
            try (var datadog = PlayedMonitor.answering(asked -> PlayedMonitor.Answer.of(
                    asked.path().equals("/api/v1/validate") && good ? 200 : 403, "{\"errors\": [\"Forbidden\"]}"))) {
                assertThatThrownBy(() -> read(datadog))
                        .hasMessageContaining(good ? "application key is not" : "API key is not one of this site");
            }
        }
    }

    @Test
    void theLimitOfQuestionsIsToldAsSuch() throws Exception {
        try (var datadog = PlayedMonitor.answering(_ -> new PlayedMonitor.Answer(
                429,
                "{\"errors\": [\"Rate limit of 1600 requests in 3600 seconds reached.\"]}"
                        .getBytes(StandardCharsets.UTF_8),
                Map.of("X-RateLimit-Limit", "1600", "X-RateLimit-Period", "3600", "X-RateLimit-Reset", "42")))) {
            assertThatThrownBy(() -> read(datadog))
                    .hasMessageContaining("1600 questions in 3600 s")
                    .hasMessageContaining("again in 42 s")
                    .hasMessageContaining("make the interval longer");
        }
    }

    @Test
    void aQueryThatIsNoneAndABrokenAnswerAreTold() throws Exception {
        try (var datadog = always(400, "{\"errors\": [\"Error parsing query: unexpected }\"]}")) {
            assertThatThrownBy(() -> read(datadog)).hasMessageContaining("Error parsing query: unexpected }");
        }
        try (var datadog = always(200, "{\"status\": \"error\", \"error\": \"Query is too wide\"}")) {
            assertThatThrownBy(() -> read(datadog)).hasMessageContaining("Query is too wide");
        }
        try (var datadog = always(200, "not json")) {
            assertThatThrownBy(() -> read(datadog)).hasMessageContaining("no JSON object");
        }
    }

    @Test
    void keysFollowNoRedirect() throws Exception {
        try (var other = always(200, GOOD);
                var datadog = PlayedMonitor.answering(_ -> new PlayedMonitor.Answer(
                        302, new byte[0], Map.of("Location", other.url() + "/api/v1/query")))) {
            assertThatThrownBy(() -> read(datadog)).hasMessageContaining("leads elsewhere (302)");
            assertThat(other.asked).isEmpty();
        }
    }

    @Test
    void aKeyThatStandsInTheFileIsRefusedBeforehand() throws Exception {
        try (var datadog = always(200, GOOD)) {
            var probe = new DatadogProbe();
            var arguments = PlayedMonitor.arguments(probe, given(datadog));

            assertThat(probe.check(arguments, machine)).isEmpty();
            assertThat(probe.check(arguments, Machine.local()).orElseThrow().words())
                    .contains("put it under secrets");
            assertThat(datadog.asked).isEmpty();
        }
    }
}
