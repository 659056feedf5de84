package dev.shakeout.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shakeout.model.Json;
import org.junit.jupiter.api.Test;

class LimitsTest {
    @Test
    void areReadFromTheToleranceAsItWasWritten() {
        var limits = Limits.read(Json.object(
                        "type",
                        "slo",
                        "p95",
                        "200ms",
                        "p99.9",
                        "1s",
                        "error-rate",
                        "1%",
                        "during",
                        Json.object("p95", "900ms")))
                .orElseThrow();
        assertThat(limits.percentiles()).containsOnlyKeys(95.0, 99.9);
        assertThat(limits.errors().orElseThrow().value()).isEqualTo(1);
        assertThat(limits.during().orElseThrow().percentiles()).containsOnlyKeys(95.0);
    }

    @Test
    void whatCannotBeReadIsLeftOut() {
        assertThat(Limits.read(Json.object("type", "slo", "p95", "fast", "error-rate", 3, "during", "no")))
                .isEmpty();
        assertThat(Limits.read(Json.of("p95"))).isEmpty();
        assertThat(Limits.read(Json.object("p95", "${limit}", "p1000", "1s"))).isEmpty();
    }

    @Test
    void everyToleranceHasWords() {
        assertThat(Tolerances.words(Json.of(200))).isEqualTo("is 200");
        assertThat(Tolerances.words(Json.of(java.util.List.of(Json.of(1), Json.of(5)))))
                .isEqualTo("between 1 and 5");
        assertThat(Tolerances.words(Json.object("type", "regex", "pattern", "^ok$", "target", "body")))
                .isEqualTo("body matches ^ok$");
        assertThat(Tolerances.words(Json.object("type", "jsonpath", "path", "$.state", "expect", "UP")))
                .isEqualTo("at $.state is UP");
        assertThat(Tolerances.words(Json.object(
                        "type", "range", "range", Json.of(java.util.List.of(Json.of(2), Json.of(4))), "target", "n")))
                .isEqualTo("n between 2 and 4");
    }
}
