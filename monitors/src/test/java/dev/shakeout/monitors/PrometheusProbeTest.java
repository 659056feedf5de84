package dev.shakeout.monitors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shakeout.engine.Machine;
import dev.shakeout.engine.ProbeFailed;
import dev.shakeout.model.Json;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is made of the answers that Prometheus documents (https://prometheus.io/docs/prometheus/latest/querying/api/). */
class PrometheusProbeTest {
    private static final String TWO = """
            {"status": "success", "data": {"resultType": "vector", "result": [
              {"metric": {"__name__": "errors_total", "pod": "a"}, "value": [1764270000.5, "0.25"]},
              {"metric": {"__name__": "errors_total", "pod": "b"}, "value": [1764270000.5, "4"]}]}}
            """;
    private static final String NONE = """
            {"status": "success", "data": {"resultType": "vector", "result": []}}
            """;

    private static Json.Obj read(String answer, Object... more) throws IOException, ProbeFailed, InterruptedException {
        return read(200, answer, more);
    }

    private static Json.Obj read(int status, String answer, Object... more)
            throws IOException, ProbeFailed, InterruptedException {
        try (var prometheus = PlayedMonitor.answering(asked -> asked.path().equals("/api/v1/query")
                ? PlayedMonitor.Answer.of(status, answer)
                : PlayedMonitor.Answer.of(
                        200, "{\"status\": \"success\", \"data\": [\"http_requests_total\", \"up\"]}"))) {
            Json.Obj given = Json.object("url", prometheus.url() + "/", "query", "http_request_total{pod=~\"a b+\"}");
            for (int i = 0; i < more.length; i += 2) {
                given = given.with((String) more[i], (Json) more[i + 1]);
            }
            try {
                return PlayedMonitor.read(new PrometheusProbe(), Machine.local(), given);
            } finally {
                assertThat(prometheus.asked.getFirst().query())
                        .containsOnly(Map.entry("query", "http_request_total{pod=~\"a b+\"}"));
            }
        }
    }

    @Test
    void aScalarAndAVectorOfOneAreANumber() throws Exception {
        assertThat(read("{\"data\": {\"resultType\": \"scalar\", \"result\": [1764270000, \"12.5\"]}}")
                        .get("number"))
                .contains(Json.of(12.5));
        assertThat(read("""
                        {"data": {"resultType": "vector", "result": [{"metric": {}, "value": [1764270000, "3"]}]}}""").get("number")).contains(Json.of(3.0));
    }

    @Test
    void ofSeveralSeriesNoneCountsUntoldAndEachIsThere() throws Exception {
        assertThatThrownBy(() -> read(TWO))
                .isInstanceOf(ProbeFailed.class)
                .hasMessageContaining("2 series (errors_total{pod=\"a\"}, errors_total{pod=\"b\"})")
                .hasMessageContaining("of-several");
        assertThat(read(TWO, "of-several", Json.of("max")).get("number")).contains(Json.of(4.0));
        assertThat(read(TWO, "of-several", Json.of("min")).get("number")).contains(Json.of(0.25));
        assertThat(read(TWO, "of-several", Json.of("sum")).get("number")).contains(Json.of(4.25));
        assertThat(((Json.Arr) read(TWO, "of-several", Json.of("mean"))
                                .get("series")
                                .orElseThrow())
                        .items())
                .hasSize(2);
    }

    @Test
    void noDataIsNeverFineUnlessTheFileSaysWhatItStandsFor() throws Exception {
        assertThatThrownBy(() -> read(NONE))
                .isInstanceOf(ProbeFailed.class)
                .hasMessageContaining("no data")
                .hasMessageContaining("it has no metric 'http_request_total'; did you mean 'http_requests_total'?");
        assertThat(read(NONE, "no-data", Json.of(0)).get("number")).contains(Json.of(0.0));
        String notANumber = "{\"data\": {\"resultType\": \"scalar\", \"result\": [1764270000, \"NaN\"]}}";
        assertThatThrownBy(() -> read(notANumber)).hasMessageContaining("NaN");
        assertThatThrownBy(() -> read(notANumber.replace("NaN", "+Inf"))).hasMessageContaining("Infinity");
    }

    @Test
    void whatIsWrongIsToldWithWhatToDo() {
        assertThatThrownBy(() -> read(400, "{\"status\": \"error\", \"error\": \"parse error: unexpected }\"}"))
                .hasMessageContaining("does not understand the query: parse error: unexpected }");
        assertThatThrownBy(() -> read(401, "")).hasMessageContaining("check the headers");
        assertThatThrownBy(() -> read(404, "")).hasMessageContaining("check the url");
        assertThatThrownBy(() -> read(200, "<html>")).hasMessageContaining("no JSON object: <html>");
        assertThatThrownBy(() -> read(200, "{\"data\": {\"resultType\": \"matrix\", \"result\": []}}"))
                .hasMessageContaining("a matrix");
        assertThatThrownBy(() -> read(302, "")).hasMessageContaining("302");
    }
}
