package dev.shakeout.monitors;

import dev.shakeout.engine.Machine;
import dev.shakeout.engine.ProbeFailed;
import dev.shakeout.engine.ProbeKind;
import dev.shakeout.engine.ProbeReader;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Descriptor;
import dev.shakeout.model.Json;
import dev.shakeout.model.Misfit;
import dev.shakeout.model.Parameter;
import dev.shakeout.model.Span;
import dev.shakeout.model.Type;
import dev.shakeout.probes.WebAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Asks Datadog for the last value of a query (https://docs.datadoghq.com/api/latest/metrics/, query timeseries points). */
public final class DatadogProbe implements ProbeKind {
    static final Parameter<URI> URL = Parameter.withDefault(
            "url",
            new WebAddress(),
            URI.create("https://api.datadoghq.com"),
            "The API of your site: https://api.datadoghq.eu, https://api.us5.datadoghq.com, …");
    static final Parameter<String> KEY = Parameter.required("key", Type.text(), "The API key, from a secret.");
    static final Parameter<String> APPLICATION_KEY = Parameter.required(
            "application-key",
            Type.text(),
            "An application key, from a secret; if it has scopes, timeseries_query must be one.");
    static final Parameter<String> QUERY = Parameter.required(
            "query",
            Type.text().shownAs("sum:trace.http.request.errors{service:shop}.as_count()"),
            "As in Datadog's graphs.");
    static final Parameter<Duration> WINDOW = Parameter.withDefault(
            "window",
            Type.duration(Duration.ofSeconds(10), Duration.ofDays(1)),
            Duration.ofMinutes(5),
            "How old the last value may be.");

    private static final Pattern METRIC = Pattern.compile("\\b(?:avg|sum|min|max|count|p\\d+):([A-Za-z][\\w.]*)");

    @Override
    public Descriptor descriptor() {
        return Descriptor.of(
                        "datadog",
                        "Asks Datadog for the last value of a query.",
                        QUERY,
                        KEY,
                        APPLICATION_KEY,
                        URL,
                        WINDOW,
                        Reading.OF_SEVERAL,
                        Reading.NO_DATA,
                        Reading.TIMEOUT)
                .reads(Reading.outputs());
    }

    @Override
    public Optional<Misfit> check(Arguments arguments, Machine machine) {
        for (Parameter<String> key : List.of(KEY, APPLICATION_KEY)) {
            String value = arguments.get(key).strip();
            if (machine.mask().hide(value).contains(value)) {
                return Optional.of(new Misfit(
                        key.name(),
                        "it stands in the file for all to see; put it under secrets, and write ${its name} here"));
            }
            if (!value.matches("[!-~]+")) {
                return Optional.of(new Misfit(key.name(), "it is no key: a key is one word"));
            }
        }
        return Optional.empty();
    }

    @Override
    public ProbeReader.Once open(String name, Arguments arguments, Machine machine) {
        var datadog = new Question(
                "Datadog at " + arguments.get(URL),
                arguments.get(URL),
                Map.of(
                        "DD-API-KEY", arguments.get(KEY).strip(),
                        "DD-APPLICATION-KEY", arguments.get(APPLICATION_KEY).strip(),
                        "Accept", "application/json"),
                arguments.get(Reading.TIMEOUT),
                machine.environment());
        return () -> {
            Instant now = machine.clock().instant();
            Instant from = now.minus(arguments.get(WINDOW));
            String query = arguments.get(QUERY);
            return Reading.of(
                    series(answer(datadog, query, from, now)),
                    arguments,
                    now,
                    () -> "'" + query + "' has no value of the last " + Span.words(arguments.get(WINDOW))
                            + unknown(datadog, query, from));
        };
    }

    private static Json.Obj answer(Question datadog, String query, Instant from, Instant to)
            throws ProbeFailed, InterruptedException {
        var asked = new LinkedHashMap<String, String>();
        asked.put("from", String.valueOf(from.getEpochSecond()));
        asked.put("to", String.valueOf(to.getEpochSecond()));
        asked.put("query", query);
        var answer = datadog.ask("/api/v1/query", asked);
        if (answer.ok()) {
            Json.Obj json = answer.json();
            if ("error".equals(json.get("status").map(Json::text).orElse(""))) {
                throw new ProbeFailed("Datadog cannot answer the query: "
                        + json.get("error").map(Json::text).orElseGet(answer::quoted));
            }
            return json;
        }
        throw new ProbeFailed(datadog.whom()
                + switch (answer.status()) {
                    case 400 -> " does not understand the query: " + errors(answer);
                    case 401, 403 -> " does not let us ask (" + answer.status() + "): " + whichKey(datadog);
                    case 429 -> " is asked too often (429)" + limit(answer);
                    case 301, 302, 307, 308 -> " leads elsewhere (" + answer.status() + "); check the url of your site";
                    default -> " answers " + answer.status() + ": " + answer.quoted();
                });
    }

    private static String errors(Question.Answered answer) throws ProbeFailed {
        return answer.json().get("errors").map(Json::text).orElseGet(answer::quoted);
    }

    /** Only the API key can be tried by itself. */
    private static String whichKey(Question datadog) throws InterruptedException {
        try {
            return datadog.ask("/api/v1/validate", Map.of()).ok()
                    ? "the API key is good, so the application key is not: it is of another organisation, was revoked, or lacks"
                            + " the scope timeseries_query"
                    : "the API key is not one of this site; check key, and url, as keys of one site mean nothing at another";
        } catch (ProbeFailed e) {
            return "one of the two keys is wrong; which one could not be found out: " + e.getMessage();
        }
    }

    private static String limit(Question.Answered answer) {
        String most = answer.headers().getOrDefault("X-RateLimit-Limit", "");
        String period = answer.headers().getOrDefault("X-RateLimit-Period", "");
        String reset = answer.headers().getOrDefault("X-RateLimit-Reset", "");
        return (most.isEmpty() || period.isEmpty() ? "" : ", as " + most + " questions in " + period + " s are allowed")
                + (reset.isEmpty() ? "" : ", and again in " + reset + " s")
                + "; make the interval longer";
    }

    private static List<Series> series(Json.Obj answer) {
        var series = new ArrayList<Series>();
        if (answer.get("series").orElse(Json.Null.NULL) instanceof Json.Arr(var items)) {
            for (Json item : items) {
                if (item instanceof Json.Obj one
                        && one.get("pointlist").orElse(Json.Null.NULL) instanceof Json.Arr(var points)) {
                    last(points, name(one)).ifPresent(series::add);
                }
            }
        }
        return series;
    }

    /** Points whose value is null are those that there are none for. */
    private static Optional<Series> last(List<Json> points, String name) {
        for (Json each : points.reversed()) {
            if (each instanceof Json.Arr(var point)
                    && point.size() == 2
                    && point.getFirst() instanceof Json.Num at
                    && point.getLast() instanceof Json.Num value) {
                return Optional.of(new Series(
                        name,
                        value.value().doubleValue(),
                        Instant.ofEpochMilli(at.value().longValue())));
            }
        }
        return Optional.empty();
    }

    private static String name(Json.Obj series) {
        String scope = series.get("scope").map(Json::text).orElse("");
        return series.get("metric").map(Json::text).orElse("a series") + (scope.isEmpty() ? "" : "{" + scope + "}");
    }

    private static String unknown(Question datadog, String query, Instant from) throws InterruptedException {
        return datadog.unknown(
                METRIC.matcher(query).results().map(found -> found.group(1)),
                "/api/v1/metrics",
                Map.of("from", String.valueOf(from.getEpochSecond())),
                "metrics",
                name -> ", and nothing has sent the metric '" + name + "' meanwhile");
    }
}
