package dev.shakeout.server.web;

import static dev.shakeout.server.web.Endpoint.Given.any;

import dev.shakeout.model.Measurement;
import dev.shakeout.server.access.Role;
import dev.shakeout.server.run.Figures;
import dev.shakeout.server.web.Endpoint.Verb;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What a Prometheus asks for (https://prometheus.io/docs/instrumenting/exposition_formats/). */
final class MetricsEndpoints {
    private static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";

    private final List<Measurement> figures;

    private MetricsEndpoints(List<Measurement> figures) {
        this.figures = figures;
    }

    static List<Endpoint> all(Desk desk) {
        var here =
                new MetricsEndpoints(Figures.of(desk.store(), desk.conductor().tally()));
        return List.of(Endpoint.of(
                "getMetrics",
                Verb.GET,
                "/metrics",
                Role.VIEWER,
                Scope.EVERYWHERE,
                "Numbers for Prometheus: runs that wait, go on and have ended, and what is halted.",
                any(200, "text/plain"),
                here::metrics));
    }

    private Reply metrics(Call call) {
        var text = new StringBuilder();
        for (Measurement figure : figures) {
            boolean counter = figure.kind() == Measurement.Kind.COUNTER;
            String name = "shakeout_" + figure.name().replace('.', '_') + (counter ? "_total" : "");
            text.append("# HELP ")
                    .append(name)
                    .append(' ')
                    .append(figure.help())
                    .append('\n');
            text.append("# TYPE ").append(name).append(counter ? " counter\n" : " gauge\n");
            for (Measurement.Sample sample : figure.samples().get()) {
                text.append(name)
                        .append(labels(sample))
                        .append(' ')
                        .append(sample.value())
                        .append('\n');
            }
        }
        return new Reply.Body(200, Map.of(), TEXT, text.toString());
    }

    private static String labels(Measurement.Sample sample) {
        return sample.labels().entrySet().stream()
                .map(label -> label.getKey() + "=\"" + escaped(label.getValue()) + "\"")
                .collect(Collectors.joining(",", "{", "}"));
    }

    private static String escaped(String value) {
        return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }
}
