package dev.shakeout.report;

import dev.shakeout.model.BadValue;
import dev.shakeout.model.Journal;
import dev.shakeout.model.Json;
import dev.shakeout.model.Percent;
import dev.shakeout.model.Span;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The limits of a load probe's tolerance, read from the experiment as it was written. What cannot be read is left out: a
 * report never fails for it.
 *
 * @param percentiles limit by percentile, 95.0 for p95
 * @param during other limits while faults are on
 */
record Limits(SortedMap<Double, Duration> percentiles, Optional<Percent> errors, Optional<Limits> during) {
    private static final Pattern PERCENTILE = Pattern.compile("p(\\d{1,3}(?:\\.\\d+)?)");

    static Optional<Limits> of(Journal journal, String probe) {
        return Tolerances.of(journal, probe).flatMap(Limits::read);
    }

    static Optional<Limits> read(Json tolerance) {
        if (!(tolerance instanceof Json.Obj(var members))) {
            return Optional.empty();
        }
        var percentiles = new TreeMap<Double, Duration>();
        percentiles(members, percentiles);
        if (members.get("percentiles") instanceof Json.Obj(var inner)) {
            percentiles(inner, percentiles);
        }
        var errors = Optional.ofNullable(members.get("error-rate")).flatMap(Limits::percent);
        return percentiles.isEmpty() && errors.isEmpty()
                ? Optional.empty()
                : Optional.of(new Limits(
                        percentiles,
                        errors,
                        Optional.ofNullable(members.get("during")).flatMap(Limits::read)));
    }

    /** The percentile that stands for the whole: p95 where it is limited, else the first that is. */
    Optional<Double> main() {
        return percentiles.containsKey(95.0)
                ? Optional.of(95.0)
                : percentiles.keySet().stream().findFirst();
    }

    private static void percentiles(Map<String, Json> members, SortedMap<Double, Duration> into) {
        members.forEach((key, value) -> {
            var match = PERCENTILE.matcher(key);
            if (match.matches() && Double.parseDouble(match.group(1)) <= 100) {
                duration(value).ifPresent(limit -> into.put(Double.parseDouble(match.group(1)), limit));
            } else if (key.equals("max")) {
                duration(value).ifPresent(limit -> into.put(100.0, limit));
            }
        });
    }

    private static Optional<Duration> duration(Json value) {
        try {
            return value instanceof Json.Str(var written) ? Optional.of(Span.parse(written)) : Optional.empty();
        } catch (BadValue | ArithmeticException _) {
            return Optional.empty();
        }
    }

    private static Optional<Percent> percent(Json value) {
        try {
            return value instanceof Json.Str(var written) ? Optional.of(Percent.parse(written)) : Optional.empty();
        } catch (BadValue _) {
            return Optional.empty();
        }
    }
}
