package dev.shakeout.dialects.chaostoolkit;

import dev.shakeout.dialects.Fields;
import dev.shakeout.model.Parameter;
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
import java.util.stream.Stream;

/** Reads {@code {type: slo, p95: 200ms, max: 2s, error-rate: 1%, min-samples: 200, during: {…}}}. */
final class SloLimits {
    static final String PERCENTILE = "p(\\d{1,2}(?:\\.\\d{1,4})?)";
    static final Type<Duration> LATENCY = Type.duration(Duration.ofNanos(1000), Duration.ofHours(1));
    static final Parameter<Percent> ERROR_RATE =
            Parameter.optional("error-rate", Type.percent(0, 100), "The largest share of requests that may fail.");
    static final Parameter<Integer> MIN_SAMPLES = Parameter.withDefault(
            "min-samples", Type.integer(1, 1_000_000_000), 100, "Fewer requests than this say nothing either way.");
    /** To offer; any other percentile is taken too. */
    static final List<String> LATENCIES = List.of("p50", "p90", "p95", "p99", "p99.9", "max");

    static final List<String> KEYS = Stream.concat(LATENCIES.stream(), Stream.of("error-rate", "min-samples"))
            .toList();
    static final List<String> OUTER_KEYS = List.of("type", "during");

    private static final Pattern PERCENTILES = Pattern.compile(PERCENTILE);

    private SloLimits() {}

    static Optional<Tolerance.Slo> read(Fields fields) {
        int standard = MIN_SAMPLES.fallback().orElseThrow();
        var limits = limits(fields, standard, OUTER_KEYS);
        var during = fields.object("during")
                .flatMap(inner -> limits(
                        named(inner), limits.map(Tolerance.Slo::minSamples).orElse(standard), List.of()));
        return limits.map(slo -> new Tolerance.Slo(slo.percentiles(), slo.errorRate(), slo.minSamples(), during));
    }

    private static Optional<Tolerance.Slo> limits(Fields fields, int minSamples, List<String> others) {
        Map<Double, Duration> percentiles = new TreeMap<>();
        var allowed = new ArrayList<>(KEYS);
        allowed.addAll(others);
        boolean any = fields.find(ERROR_RATE.name()).isPresent();
        for (String key : fields.tree().members().keySet()) {
            var percentile = percentile(key);
            if (percentile.isPresent()) {
                any = true;
                allowed.add(key);
                fields.require(key, LATENCY).ifPresent(limit -> percentiles.put(percentile.get(), limit));
            }
        }
        fields.allow(allowed.stream().distinct().toList());
        var errorRate = fields.find(ERROR_RATE);
        int samples = fields.find(MIN_SAMPLES).orElse(minSamples);
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
        var match = PERCENTILES.matcher(key);
        return match.matches()
                ? Optional.of(Double.parseDouble(match.group(1))).filter(value -> value > 0)
                : Optional.empty();
    }

    private static Fields named(Fields inner) {
        return new Fields(inner.tree(), "'during' of the tolerance", inner.problems());
    }
}
