package dev.shakeout.monitors;

import dev.shakeout.model.BadValue;
import dev.shakeout.model.Json;
import dev.shakeout.model.Nearest;
import dev.shakeout.model.Span;
import dev.shakeout.model.Type;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * One metric of CloudWatch, as it is asked for.
 *
 * @param statistic Sum, Average, p99, …
 */
record Metric(String namespace, String name, Map<String, String> dimensions, String statistic, Duration period) {
    static final Type<Duration> PERIOD = Type.duration(Duration.ofSeconds(1), Duration.ofDays(1));
    static final Duration USUAL_PERIOD = Duration.ofMinutes(1);
    static final String USUAL_STATISTIC = "Average";

    Metric {
        dimensions = Map.copyOf(dimensions);
        check(period);
    }

    /** @throws BadValue CloudWatch has none such */
    static void check(Duration period) {
        long seconds = period.toSeconds();
        boolean whole = period.equals(Duration.ofSeconds(seconds));
        if (!whole || !(Set.of(1L, 5L, 10L, 20L, 30L).contains(seconds) || seconds % 60 == 0)) {
            throw new BadValue("a period of " + Span.words(period)
                    + " must be a duration that CloudWatch has: 1s, 5s, 10s, 20s, 30s or whole minutes");
        }
    }

    @Override
    public String toString() {
        return namespace + " " + name + (dimensions.isEmpty() ? "" : " " + dimensions);
    }

    /** Several, each by the id that an expression calls it by. */
    static final class ById implements Type<Map<String, Metric>> {
        private static final Pattern ID = Pattern.compile("[a-z][A-Za-z0-9_]*");
        private static final Set<String> KEYS = Set.of("namespace", "metric", "dimensions", "statistic", "period");

        @Override
        public String name() {
            return "map";
        }

        @Override
        public String allowed() {
            return "an object of metrics by their ids, each with namespace, metric and, where they differ from the usual, dimensions,"
                    + " statistic and period";
        }

        @Override
        public Map<String, Metric> parse(Json json) {
            if (!(json instanceof Json.Obj(var members))) {
                throw new BadValue("found " + json.kind() + " where an object belongs; must be " + allowed());
            }
            var metrics = new LinkedHashMap<String, Metric>();
            members.forEach((id, metric) -> {
                if (!ID.matcher(id).matches()) {
                    throw new BadValue("'" + id + "' is no id: a small letter, then letters, digits and _");
                }
                metrics.put(id, metric(id, metric));
            });
            return metrics;
        }

        private Metric metric(String id, Json json) {
            if (!(json instanceof Json.Obj given)) {
                throw new BadValue("'" + id + "' is " + json.kind() + "; must be an object with namespace and metric");
            }
            for (String key : given.members().keySet()) {
                if (!KEYS.contains(key)) {
                    throw new BadValue("'" + id + "' has an unknown key '" + key + "'" + Nearest.suggestion(key, KEYS));
                }
            }
            return new Metric(
                    required(id, "namespace", given),
                    required(id, "metric", given),
                    given.get("dimensions").map(Type.textMap()::parse).orElse(Map.of()),
                    given.get("statistic").map(Type.text()::parse).orElse(USUAL_STATISTIC),
                    given.get("period").map(PERIOD::parse).orElse(USUAL_PERIOD));
        }

        private static String required(String id, String key, Json.Obj given) {
            return given.get(key).map(Type.text()::parse).orElseThrow(() -> new BadValue("'" + id + "' has no " + key));
        }

        @Override
        public Optional<Json> example() {
            return Optional.of(Json.object(
                    "errors",
                    Json.object(
                            "namespace", "Shop",
                            "metric", "Errors",
                            "dimensions", Json.object("Service", "pay"),
                            "statistic", "Sum",
                            "period", "1m")));
        }

        @Override
        public Json.Obj schema() {
            Json.Obj text = Type.text().schema();
            Json.Obj metric = Json.object(
                    "type",
                    "object",
                    "additionalProperties",
                    false,
                    "required",
                    Json.of(List.of(Json.of("namespace"), Json.of("metric"))),
                    "properties",
                    Json.object(
                            "namespace", text,
                            "metric", text,
                            "dimensions", Type.textMap().schema(),
                            "statistic", text,
                            "period", PERIOD.schema()));
            return Json.object(
                    "type",
                    "object",
                    "propertyNames",
                    Json.object("pattern", "^" + ID + "$"),
                    "additionalProperties",
                    metric);
        }
    }
}
