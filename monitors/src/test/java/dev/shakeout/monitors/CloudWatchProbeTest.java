package dev.shakeout.monitors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shakeout.engine.Machine;
import dev.shakeout.engine.ProbeFailed;
import dev.shakeout.model.Json;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** What is asked of CloudWatch and made of its answers; the library that signs and speaks is the real one. */
class CloudWatchProbeTest {
    private static final Instant NOW = Instant.parse("2026-11-27T12:00:42Z");
    private static final Instant MINUTE = Instant.parse("2026-11-27T11:59:00Z");
    private static final String SECRET = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";

    private final Machine machine = machine();

    private static Machine machine() {
        var environment = new HashMap<>(Map.of(
                "PATH", "/usr/bin",
                "AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE",
                "AWS_SECRET_ACCESS_KEY", SECRET,
                "AWS_SESSION_TOKEN", "a-token-that-ends"));
        Machine local = Machine.local().withEnvironment(environment);
        return new Machine(
                local.root(),
                local.processes(),
                Clock.fixed(NOW, ZoneOffset.UTC),
                local.folders(),
                local.java(),
                local.environment(),
                local.links(),
                local.facts());
    }

    private static PlayedMonitor.Answer cbor(int status, Object body) {
        return new PlayedMonitor.Answer(
                status, Cbor.of(body), Map.of("Content-Type", "application/cbor", "smithy-protocol", "rpc-v2-cbor"));
    }

    private static PlayedMonitor answering(Function<String, PlayedMonitor.Answer> byOperation) throws IOException {
        return PlayedMonitor.answering(
                asked -> byOperation.apply(asked.path().substring(asked.path().lastIndexOf('/') + 1)));
    }

    private static PlayedMonitor with(Object... results) throws IOException {
        return answering(operation -> cbor(
                200,
                operation.equals("GetMetricData")
                        ? Map.of("MetricDataResults", List.of(results))
                        : Map.of("Metrics", List.of(metric("HTTPCode_Target_5XX_Count", "app/shop/1")))));
    }

    private static Map<String, Object> metric(String name, String balancer) {
        return Map.of(
                "Namespace",
                "AWS/ApplicationELB",
                "MetricName",
                name,
                "Dimensions",
                List.of(Map.of("Name", "LoadBalancer", "Value", balancer)));
    }

    private static Map<String, Object> result(String label, Object... values) {
        return Map.of(
                "Id",
                "shakeout",
                "Label",
                label,
                "StatusCode",
                "Complete",
                "Timestamps",
                List.of(values).stream().map(_ -> MINUTE).toList(),
                "Values",
                List.of(values));
    }

    private Json.Obj read(PlayedMonitor cloudWatch, Object... more) throws ProbeFailed, InterruptedException {
        Json.Obj given = Json.object(
                "url", cloudWatch.url(),
                "region", "eu-west-1",
                "namespace", "AWS/ApplicationELB",
                "metric", "HTTPCode_Target_5XX_Count",
                "dimensions", Json.object("LoadBalancer", "app/shop/1"),
                "statistic", "Sum");
        for (int i = 0; i < more.length; i += 2) {
            given = given.with((String) more[i], (Json) more[i + 1]);
        }
        return PlayedMonitor.read(new CloudWatchProbe(), machine, given);
    }

    @Test
    void aMetricIsAskedForInWholePeriodsSignedAndItsNewestValueCounts() throws Exception {
        try (var cloudWatch = with(result("5xx", 12.0, 3.0))) {
            Json.Obj reading = read(cloudWatch);

            assertThat(reading.get("number")).contains(Json.of(12.0));
            assertThat(reading.compact()).contains("\"age\":102");
            var asked = cloudWatch.asked.getFirst();
            assertThat(asked.path()).endsWith("/operation/GetMetricData");
            assertThat(asked.headers().get("Authorization"))
                    .startsWith("AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/")
                    .contains("/eu-west-1/monitoring/aws4_request");
            assertThat(asked.headers()).containsEntry("X-Amz-Security-Token", "a-token-that-ends");
            Json.Obj body = Cbor.read(asked.body());
            assertThat(body.get("EndTime")).contains(Json.of((double)
                    Instant.parse("2026-11-27T12:00:00Z").getEpochSecond()));
            assertThat(body.get("StartTime")).contains(Json.of((double)
                    Instant.parse("2026-11-27T11:50:00Z").getEpochSecond()));
            assertThat(body.compact())
                    .contains("\"Stat\":\"Sum\"", "\"Value\":\"app/shop/1\"", "\"ScanBy\":\"TimestampDescending\"");
            assertThat(machine.mask().hide("x " + SECRET + " y")).doesNotContain(SECRET);
        }
    }

    @Test
    void anExpressionIsAskedForWithTheMetricsThatItIsAbout() throws Exception {
        try (var cloudWatch = with(result("rate", 4.5))) {
            Json.Obj errors = Json.object("namespace", "Shop", "metric", "Errors", "statistic", "Sum");
            Json.Obj given = Json.object(
                    "url",
                    cloudWatch.url(),
                    "region",
                    "eu-west-1",
                    "expression",
                    "100 * errors / requests",
                    "metrics",
                    Json.object("errors", errors, "requests", errors.with("metric", Json.of("Requests"))));

            assertThat(PlayedMonitor.read(new CloudWatchProbe(), machine, given).get("number"))
                    .contains(Json.of(4.5));
            String body = Cbor.read(cloudWatch.asked.getFirst().body()).compact();
            assertThat(body)
                    .contains("\"Expression\":\"100 * errors / requests\"", "\"Id\":\"errors\"", "\"Id\":\"requests\"");
            assertThat(body.split("\"ReturnData\":true", -1)).hasSize(2);
        }
    }

    @Test
    void severalSeriesAreNoNumberUntilTheFileSaysWhichCounts() throws Exception {
        try (var cloudWatch = with(result("a", 1.0), result("b", 9.0))) {
            assertThatThrownBy(() -> read(cloudWatch)).hasMessageContaining("2 series (a, b)");
            assertThat(read(cloudWatch, "of-several", Json.of("max")).get("number"))
                    .contains(Json.of(9.0));
        }
    }

    @Test
    void noValueIsUnknownAndSaysWhatIsThereInstead() throws Exception {
        try (var cloudWatch = with(result("5xx"))) {
            assertThatThrownBy(() -> read(cloudWatch))
                    .isInstanceOf(ProbeFailed.class)
                    .hasMessageContaining("no value of the last 10 m")
                    .hasMessageEndingWith("if it is nothing to worry about)");
            assertThatThrownBy(() -> read(cloudWatch, "dimensions", Json.object("LoadBalancer", "app/shap/1")))
                    .hasMessageContaining("with the dimensions {LoadBalancer=app/shop/1}, but not with these");
            assertThat(read(cloudWatch, "no-data", Json.of(0)).get("number")).contains(Json.of(0.0));
        }
    }

    @Test
    void aMetricThatIsNotThereIsToldWithTheOneThatWasMeant() throws Exception {
        try (var cloudWatch = PlayedMonitor.answering(asked -> {
            boolean named = asked.path().endsWith("ListMetrics")
                    && Cbor.read(asked.body()).get("MetricName").isPresent();
            return cbor(
                    200,
                    asked.path().endsWith("GetMetricData")
                            ? Map.of("MetricDataResults", List.of(result("5xx")))
                            : Map.of("Metrics", named ? List.of() : List.of(metric("HTTPCode_Target_5XX_Count", "a"))));
        })) {
            assertThatThrownBy(() -> read(cloudWatch, "metric", Json.of("HTTPCode_Target_5X_Count")))
                    .hasMessageContaining("no metric 'HTTPCode_Target_5X_Count' in AWS/ApplicationELB; did you mean"
                            + " 'HTTPCode_Target_5XX_Count'?");
        }
    }

    private static PlayedMonitor refusing(int status, String code) throws IOException {
        return answering(_ -> cbor(
                status, Map.of("__type", "com.amazonaws.cloudwatch#" + code, "message", "User: x is not allowed")));
    }

    @Test
    void refusalsSayWhatToMend() throws Exception {
        try (var cloudWatch = refusing(403, "InvalidClientTokenId")) {
            assertThatThrownBy(() -> read(cloudWatch)).hasMessageContaining("check AWS_ACCESS_KEY_ID");
        }
        try (var cloudWatch = refusing(403, "AccessDenied")) {
            assertThatThrownBy(() -> read(cloudWatch)).hasMessageContaining("allow them cloudwatch:GetMetricData");
        }
        try (var cloudWatch = refusing(400, "Throttling")) {
            assertThatThrownBy(() -> read(cloudWatch)).hasMessageContaining("asked too often");
        }
        try (var cloudWatch = refusing(400, "ValidationError")) {
            assertThatThrownBy(() -> read(cloudWatch)).hasMessageContaining("400 ValidationError");
        }
        try (var cloudWatch = with(Map.of("Id", "shakeout", "Label", "5xx", "StatusCode", "Forbidden"))) {
            assertThatThrownBy(() -> read(cloudWatch)).hasMessageContaining("no answer for '5xx' (Forbidden)");
        }
    }

    @Test
    void anAnswerThatDoesNotComeIsWaitedForNoLongerThanAllowed() throws Exception {
        var over = new CountDownLatch(1);
        try (var cloudWatch = answering(_ -> {
            try {
                over.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return cbor(200, Map.of());
        })) {
            assertThatThrownBy(() -> read(cloudWatch, "timeout", Json.of("700ms")))
                    .isInstanceOf(ProbeFailed.class);
            over.countDown();
        }
    }

    @Test
    void whatDoesNotGoTogetherIsToldBeforehand() {
        var probe = new CloudWatchProbe();
        assertThat(misfit(probe, Json.object("namespace", "Shop"))).contains("either metric");
        assertThat(misfit(probe, Json.object("metric", "Errors"))).contains("namespace is missing");
        assertThat(misfit(probe, Json.object("namespace", "Shop", "metric", "Errors", "period", "90s")))
                .contains("whole minutes");
        assertThatThrownBy(() -> PlayedMonitor.arguments(
                        probe,
                        Json.object("expression", "a", "metrics", Json.object("a", Json.object("namspace", "S")))))
                .hasMessageContaining("unknown key 'namspace'; did you mean 'namespace'?");
    }

    private String misfit(CloudWatchProbe probe, Json.Obj given) {
        return probe.check(PlayedMonitor.arguments(probe, given), machine)
                .orElseThrow()
                .words();
    }
}
