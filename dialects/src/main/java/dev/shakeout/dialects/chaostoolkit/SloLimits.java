package dev.shakeout.dialects.chaostoolkit;

import dev.shakeout.dialects.Fields;
import dev.shakeout.model.Percent;
import dev.shakeout.model.Tolerance;
import dev.shakeout.model.Type;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Reads {@code {type: slo, p95: 200ms, max: 2s, error-rate: 1%, min-samples: 200, during: {…}}}. */
final class SloLimits {
    private static final int DEFAULT_MIN_SAMPLES = 100;
    private static final Pattern PERCENTILE = Pattern.compile("p(\\d{1,2}(?:\\.\\d{1,4})?)");
    private static final Type<Duration> LATENCY = Type.duration(Duration.ofNanos(1000), Duration.ofHours(1));
    private static final Type<Percent> ERROR_RATE = Type.percent(0, 100);
    private static final Type<Integer> SAMPLES = Type.integer(1, 1_000_000_000);

    private SloLimits() {}

    static Optional<Tolerance.Slo> read(Fields fields) {
        var limits = limits(fields, DEFAULT_MIN_SAMPLES, List.of("type", "during"));
        var during = fields.object("during")
                .flatMap(inner -> limits(
                        named(inner), limits.map(Tolerance.Slo::minSamples).orElse(DEFAULT_MIN_SAMPLES), List.of()));
        return limits.map(slo -> new Tolerance.Slo(slo.percentiles(), slo.errorRate(), slo.minSamples(), during));
    }

    private static Optional<Tolerance.Slo> limits(Fields fields, int minSamples, List<String> others) {
        Map<Double, Duration> percentiles = new TreeMap<>();
        var allowed = new ArrayList<>(List.of("p50", "p90", "p95", "p99", "p99.9", "max", "error-rate", "min-samples"));
        allowed.addAll(others);
        boolean any = fields.find("error-rate").isPresent();
        for (String key : fields.tree().members().keySet()) {
            var percentile = percentile(key);
            if (percentile.isPresent()) {
                any = true;
                allowed.add(key);
                fields.require(key, LATENCY).ifPresent(limit -> percentiles.put(percentile.get(), limit));
            }
        }
        fields.allow(allowed.stream().distinct().toList());
        var errorRate = fields.find("error-rate", ERROR_RATE);
        int samples = fields.or("min-samples", SAMPLES, minSamples);
        if (!any) {
            fields.problems()
                    .at(
                            fields.position(),
                            fields.what() + " sets no limit; give error-rate, max, or a percentile such as p95");
            return Optional.empty();
        }
        return Optional.of(new Tolerance.Slo(percentiles, errorRate, samples, Optional.empty()));
    }

    private static Optional<Double> percentile(String key) {
        if (key.equals("max")) {
            return Optional.of(100.0);
        }
        var match = PERCENTILE.matcher(key);
        return match.matches()
                ? Optional.of(Double.parseDouble(match.group(1))).filter(value -> value > 0)
                : Optional.empty();
    }

    private static Fields named(Fields inner) {
        return new Fields(inner.tree(), "'during' of the tolerance", inner.problems());
    }
}
