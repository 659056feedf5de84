package dev.shakeout.telemetry;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Takes what is sent by OTLP, as a collector does, and keeps it; a test may have it be slow, or refuse. */
final class PlayedCollector implements AutoCloseable {
    final List<Span> spans = new CopyOnWriteArrayList<>();
    final List<Metric> metrics = new CopyOnWriteArrayList<>();
    final Map<String, String> resource = new TreeMap<>();
    final List<String> keys = new CopyOnWriteArrayList<>();
    private final HttpServer server;
    private final int status;
    private final Duration pause;

    private PlayedCollector(int status, Duration pause) throws IOException {
        this.status = status;
        this.pause = pause;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/traces", this::traces);
        server.createContext("/v1/metrics", this::metrics);
        server.setExecutor(task -> Thread.ofPlatform().daemon().start(task));
        server.start();
    }

    static PlayedCollector start() throws IOException {
        return new PlayedCollector(200, Duration.ZERO);
    }

    static PlayedCollector refusing(int status) throws IOException {
        return new PlayedCollector(status, Duration.ZERO);
    }

    static PlayedCollector slow(Duration pause) throws IOException {
        return new PlayedCollector(200, pause);
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    Map<String, String> variables() {
        return Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", url(), "OTEL_EXPORTER_OTLP_HEADERS", "key=let-me-in");
    }

    private void traces(HttpExchange exchange) throws IOException {
        for (ResourceSpans each :
                ExportTraceServiceRequest.parseFrom(exchange.getRequestBody()).getResourceSpansList()) {
            resource.putAll(attributes(each.getResource().getAttributesList()));
            each.getScopeSpansList().forEach(scope -> spans.addAll(scope.getSpansList()));
        }
        answer(exchange);
    }

    private void metrics(HttpExchange exchange) throws IOException {
        ExportMetricsServiceRequest.parseFrom(exchange.getRequestBody())
                .getResourceMetricsList()
                .forEach(each -> each.getScopeMetricsList().forEach(scope -> metrics.addAll(scope.getMetricsList())));
        answer(exchange);
    }

    private void answer(HttpExchange exchange) throws IOException {
        keys.add(exchange.getRequestHeaders().getFirst("key"));
        try (exchange) {
            Thread.sleep(pause);
            exchange.sendResponseHeaders(status, -1);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    Span span(String name) {
        return spans.stream()
                .filter(span -> span.getName().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no span '" + name + "' among "
                        + spans.stream().map(Span::getName).toList()));
    }

    Metric metric(String name) {
        return metrics.stream()
                .filter(metric -> metric.getName().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no metric '" + name + "' among "
                        + metrics.stream().map(Metric::getName).toList()));
    }

    static Map<String, String> attributes(List<KeyValue> list) {
        var attributes = new TreeMap<String, String>();
        list.forEach(each -> attributes.put(each.getKey(), text(each.getValue())));
        return attributes;
    }

    private static String text(AnyValue value) {
        return switch (value.getValueCase()) {
            case BOOL_VALUE -> String.valueOf(value.getBoolValue());
            case INT_VALUE -> String.valueOf(value.getIntValue());
            case DOUBLE_VALUE -> String.valueOf(value.getDoubleValue());
            default -> value.getStringValue();
        };
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
