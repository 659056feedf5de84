package dev.shakeout.monitors;

import dev.shakeout.engine.Machine;
import dev.shakeout.engine.ProbeFailed;
import dev.shakeout.engine.ProbeKind;
import dev.shakeout.engine.ProbeReader;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Descriptor;
import dev.shakeout.model.Json;
import dev.shakeout.model.Parameter;
import dev.shakeout.model.Type;
import dev.shakeout.probes.HttpCall;
import dev.shakeout.probes.WebAddress;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Asks a Prometheus, or what answers as one does, for the number of a query now. */
public final class PrometheusProbe implements ProbeKind {
    static final Parameter<URI> URL =
            Parameter.required("url", new WebAddress(), "Where it is; /api/v1/query comes after it.");
    static final Parameter<String> QUERY = Parameter.required("query", Type.text(), "In PromQL.");
    static final Parameter<Map<String, String>> HEADERS = Parameter.withDefault(
            "headers", Type.textMap(), Map.of(), "Headers of the request, such as Authorization, from a secret.");

    /** What may be a metric's name: no function, label, string or number. */
    private static final Pattern NAME =
            Pattern.compile("(?<![\\w:\"'])[a-zA-Z_:][\\w:]*_[\\w:]*(?=\\s*(?:\\{|\\[|[-+*/%)<>=]|$))");

    @Override
    public Descriptor descriptor() {
        return Descriptor.of(
                        "prometheus",
                        "Asks a Prometheus for the number that a query has now.",
                        URL,
                        QUERY,
                        HEADERS,
                        Reading.OF_SEVERAL,
                        Reading.NO_DATA,
                        Reading.TIMEOUT)
                .reads(Reading.outputs());
    }

    @Override
    public ProbeReader.Once open(String name, Arguments arguments, Machine machine) {
        var prometheus = new Question(
                "Prometheus at " + HttpCall.shown(arguments.get(URL).toString()),
                arguments.get(URL),
                arguments.get(HEADERS),
                arguments.get(Reading.TIMEOUT),
                machine.environment());
        String query = arguments.get(QUERY);
        return () -> Reading.of(
                series(answer(prometheus, query)),
                arguments,
                machine.clock().instant(),
                () -> "'" + query + "' gives no series" + unknown(prometheus, query));
    }

    private static Json.Obj answer(Question prometheus, String query) throws ProbeFailed, InterruptedException {
        var answer = prometheus.ask("/api/v1/query", Map.of("query", query));
        if (answer.ok()) {
            return answer.json();
        }
        throw new ProbeFailed(prometheus.whom()
                + switch (answer.status()) {
                    case 400, 422 -> " does not understand the query: " + error(answer);
                    case 401, 403 -> " does not let us ask (" + answer.status() + "); check the headers";
                    case 404 -> " has no /api/v1/query below this url (404); check the url";
                    case 429 -> " is asked too often (429); make the interval longer";
                    default -> " answers " + answer.status() + ": " + answer.quoted();
                });
    }

    private static String error(Question.Answered answer) throws ProbeFailed {
        return answer.json().get("error").map(Json::text).orElseGet(answer::quoted);
    }

    private static List<Series> series(Json.Obj answer) throws ProbeFailed {
        Json.Obj data = answer.get("data").orElse(Json.Null.NULL) instanceof Json.Obj object ? object : Json.Obj.EMPTY;
        Json result = data.get("result").orElse(Json.Null.NULL);
        String kind = data.get("resultType").map(Json::text).orElse("");
        var series = new ArrayList<Series>();
        if (kind.equals("scalar") && result instanceof Json.Arr(var point)) {
            series.add(series("the scalar", point));
        } else if (kind.equals("vector") && result instanceof Json.Arr(var items)) {
            for (Json item : items) {
                if (item instanceof Json.Obj one
                        && one.get("value").orElse(Json.Null.NULL) instanceof Json.Arr(var point)) {
                    series.add(series(labels(one.get("metric").orElse(Json.Null.NULL)), point));
                }
            }
        } else {
            throw new ProbeFailed("the query gives no numbers of now, but "
                    + (kind.isEmpty() ? "nothing that is known" : "a " + kind)
                    + "; make an instant vector or a scalar of it");
        }
        return series;
    }

    private static Series series(String name, List<Json> point) throws ProbeFailed {
        try {
            Instant at = Instant.ofEpochMilli(
                    (long) (Double.parseDouble(point.getFirst().text()) * 1000));
            return new Series(name, value(point.getLast().text()), at);
        } catch (NumberFormatException _) {
            throw new ProbeFailed(
                    "the value of " + name + " is no number: " + point.getLast().text());
        }
    }

    private static double value(String text) {
        return switch (text) {
            case "+Inf" -> Double.POSITIVE_INFINITY;
            case "-Inf" -> Double.NEGATIVE_INFINITY;
            default -> Double.parseDouble(text);
        };
    }

    private static String labels(Json metric) {
        if (!(metric instanceof Json.Obj(var labels))) {
            return "a series";
        }
        String named = labels.entrySet().stream()
                .filter(label -> !label.getKey().equals("__name__"))
                .map(label -> label.getKey() + "=\"" + label.getValue().text() + "\"")
                .collect(Collectors.joining(",", "{", "}"));
        return labels.getOrDefault("__name__", Json.of("")).text() + named;
    }

    /** Names of metrics that it does not have, and what they may have been meant to be. */
    private static String unknown(Question prometheus, String query) throws InterruptedException {
        return prometheus.unknown(
                NAME.matcher(query).results().map(found -> found.group()),
                "/api/v1/label/__name__/values",
                Map.of(),
                "data",
                name -> ", and it has no metric '" + name + "'");
    }
}
