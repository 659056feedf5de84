package dev.shakeout.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.shakeout.engine.Machine;
import dev.shakeout.model.Json;
import dev.shakeout.testbed.Collector;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a real OpenTelemetry Collector understands of a run. */
class RealCollectorTest {
    @Test
    void aRunIsOneTraceWithTheFaultInItsMethodAndNumbersBesideIt(@TempDir Path folder) throws IOException {
        var shakeout = new Shakeout(folder);
        try (var collector = Collector.start(folder, Machine.local());
                var victim = Victim.sleeping(folder)) {
            shakeout.write("pause.yaml", victim.stoppedForAMoment());

            var ended = shakeout.startBehind(
                            List.of("env", "OTEL_EXPORTER_OTLP_ENDPOINT=" + collector.url()), "run", "pause.yaml")
                    .end();

            assertThat(ended.status()).as(ended.toString()).isZero();
            assertThat(ended.err()).isEmpty();
            await().atMost(Duration.ofSeconds(30)) // it writes a little later than it answers
                    .untilAsserted(() -> assertTold(collector, ended.out()));
        }
    }

    private static void assertTold(Collector collector, String out) throws IOException {
        assertThat(listed(collector, "resourceMetrics", "scopeMetrics", "metrics")
                        .map(metric -> text(metric, "name")))
                .contains("shakeout.injections", "shakeout.undo.duration", "shakeout.run.duration");
        Map<String, Json.Obj> spans = listed(collector, "resourceSpans", "scopeSpans", "spans")
                .collect(Collectors.toMap(span -> text(span, "name"), Function.identity()));
        assertThat(spans).containsKeys("run", "method", "inject process/pause", "undo process/pause");
        assertThat(spans.values()).allSatisfy(span -> assertThat(out).contains("trace    " + text(span, "traceId")));
        assertThat(text(spans.get("run"), "parentSpanId")).isEmpty();
        assertUnder(spans, "method", "run");
        assertUnder(spans, "inject process/pause", "method");
        assertUnder(spans, "undo process/pause", "inject process/pause");
    }

    private static void assertUnder(Map<String, Json.Obj> spans, String span, String parent) {
        assertThat(text(spans.get(span), "parentSpanId")).isEqualTo(text(spans.get(parent), "spanId"));
    }

    private static String text(Json.Obj object, String name) {
        return object.get(name).map(Json::text).orElse("");
    }

    private static Stream<Json.Obj> listed(Collector collector, String... path) throws IOException {
        Stream<Json.Obj> found = collector.took().stream().map(Json.Obj.class::cast);
        for (String name : path) {
            found = found.flatMap(each -> items(each, name));
        }
        return found;
    }

    private static Stream<Json.Obj> items(Json.Obj object, String name) {
        return object.get(name).orElse(Json.of(List.of())) instanceof Json.Arr(var items)
                ? items.stream().map(Json.Obj.class::cast)
                : Stream.empty();
    }
}
