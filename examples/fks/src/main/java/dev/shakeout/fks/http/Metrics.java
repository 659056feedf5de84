package dev.shakeout.fks.http;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.DoubleSupplier;

/** Counts and gauges of one service as Prometheus text. */
public final class Metrics {
    private final String service;
    private final Map<String, LongAdder> requests = new ConcurrentSkipListMap<>();
    private final Map<String, LatencyHistogram> latencies = new ConcurrentSkipListMap<>();
    private final Map<String, DoubleSupplier> gauges = new ConcurrentSkipListMap<>();
    private final Map<String, DoubleSupplier> counters = new ConcurrentSkipListMap<>();

    Metrics(String service) {
        this.service = service;
    }

    /** A value that goes up and down, read when it is asked for. Labels are {@code name="value"} pairs or empty. */
    public void gauge(String name, String labels, DoubleSupplier value) {
        gauges.put(series(name, labels), value);
    }

    /** A value that only grows, read when it is asked for. */
    public void counter(String name, DoubleSupplier value) {
        counters.put(series(name, ""), value);
    }

    void request(String method, String pattern, int status, Duration took) {
        String labels = "method=\"%s\",path=\"%s\"".formatted(method, pattern);
        requests.computeIfAbsent(
                        series("fks_http_requests_total", labels + ",status=\"" + status + "\""), _ -> new LongAdder())
                .increment();
        latencies.computeIfAbsent(labels, _ -> new LatencyHistogram()).observe(took);
    }

    String text() {
        StringBuilder text = new StringBuilder("# TYPE fks_http_requests_total counter\n");
        requests.forEach((series, count) -> line(text, series, (double) count.sum()));
        text.append("# TYPE fks_http_request_duration_seconds histogram\n");
        latencies.forEach((labels, histogram) -> histogram.write((suffix, extra, value) ->
                line(text, series("fks_http_request_duration_seconds" + suffix, labels + extra), value)));
        write(text, "counter", counters);
        write(text, "gauge", gauges);
        return text.toString();
    }

    private static void write(StringBuilder text, String type, Map<String, DoubleSupplier> values) {
        String last = "";
        for (var entry : values.entrySet()) {
            String name = entry.getKey().substring(0, entry.getKey().indexOf('{'));
            if (!name.equals(last)) {
                text.append("# TYPE ").append(name).append(' ').append(type).append('\n');
                last = name;
            }
            line(text, entry.getKey(), entry.getValue().getAsDouble());
        }
    }

    private String series(String name, String labels) {
        return name + "{service=\"" + service + "\"" + (labels.isEmpty() ? "" : "," + labels) + "}";
    }

    private static void line(StringBuilder text, String series, double value) {
        text.append(series).append(' ').append(value).append('\n');
    }
}
