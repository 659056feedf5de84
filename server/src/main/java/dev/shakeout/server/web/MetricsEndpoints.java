package dev.shakeout.server.web;

import static dev.shakeout.server.web.Endpoint.Given.any;

import dev.shakeout.server.access.Role;
import dev.shakeout.server.store.Halt;
import dev.shakeout.server.store.Runs;
import dev.shakeout.server.web.Endpoint.Verb;
import java.util.List;
import java.util.Map;

/** What a Prometheus asks for (https://prometheus.io/docs/instrumenting/exposition_formats/). */
final class MetricsEndpoints {
    private static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";

    private final Desk desk;

    private MetricsEndpoints(Desk desk) {
        this.desk = desk;
    }

    static List<Endpoint> all(Desk desk) {
        var here = new MetricsEndpoints(desk);
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
        head("runs_ended_total", "counter", "Runs that this server has brought to an end since it began.", text);
        desk.conductor()
                .tally()
                .ended()
                .forEach((kind, count) -> sample(
                        "runs_ended_total", "environment", kind.environment(), "verdict", kind.verdict(), count, text));
        head("runs_open", "gauge", "Runs of all servers that wait or go on.", text);
        for (Runs.Open open : desk.store().read(work -> work.runs().open())) {
            sample(
                    "runs_open",
                    "environment",
                    open.environment(),
                    "state",
                    open.state().word(),
                    open.count(),
                    text);
        }
        head("halted", "gauge", "1 for each environment in which nothing may be run; * stands for all.", text);
        for (Halt halt : desk.store().read(work -> work.halts().all())) {
            text.append("shakeout_halted{environment=\"")
                    .append(escaped(halt.environment().orElse("*")))
                    .append("\"} 1\n");
        }
        head("messages_waiting", "gauge", "What each channel is still to be told, of all servers.", text);
        desk.store()
                .read(work -> work.messages().waiting())
                .forEach((channel, count) -> text.append(
                        "shakeout_messages_waiting{channel=\"%s\"} %d\n".formatted(escaped(channel), count)));
        return new Reply.Body(200, Map.of(), TEXT, text.toString());
    }

    private static void head(String name, String type, String help, StringBuilder text) {
        text.append("# HELP shakeout_").append(name).append(' ').append(help).append('\n');
        text.append("# TYPE shakeout_").append(name).append(' ').append(type).append('\n');
    }

    private static void sample(
            String name, String label, String value, String other, String another, long count, StringBuilder text) {
        text.append("shakeout_%s{%s=\"%s\",%s=\"%s\"} %d\n"
                .formatted(name, label, escaped(value), other, escaped(another), count));
    }

    private static String escaped(String value) {
        return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }
}
