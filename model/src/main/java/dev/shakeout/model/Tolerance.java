package dev.shakeout.model;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** What a probe's output must be like. All but the last follow Chaos Toolkit (chaoslib/hypothesis.py). */
public sealed interface Tolerance {
    /** Equal to the value; a whole number is compared with "status" where the output has one. */
    record Exactly(Json value) implements Tolerance {}

    /** One of these; a whole number among them may be the "status" where the output has one. */
    record AnyOf(List<Json> values) implements Tolerance {}

    /** From one to the other, both allowed, of numbers or texts; but one of the two where the output has a "status". */
    record Between(Json least, Json most) implements Tolerance {}

    /** Another probe is given the output as its argument "value", and what it returns is true by Python's measure. */
    record ByProbe(String name, Provider.Call call) implements Tolerance {}

    /**
     * A regular expression found anywhere in the output or in one member of it.
     *
     * @param written as it was written, which may be in another language's syntax
     */
    record Regex(Pattern pattern, Optional<String> target, String written) implements Tolerance {
        public Regex(Pattern pattern, Optional<String> target) {
            this(pattern, target, pattern.pattern());
        }
    }

    /** A JSONPath over the output or over one member of it: how many values, or which. */
    record JsonPath(String path, Optional<String> target, Optional<Integer> count, Optional<Json> expect)
            implements Tolerance {}

    /** A number between two bounds, both allowed. */
    record Range(BigDecimal least, BigDecimal most, Optional<String> target) implements Tolerance {}

    /**
     * Limits on many requests: latency percentiles and the share of errors.
     *
     * @param percentiles limit by percentile, 95.0 for p95
     * @param minSamples fewer than this says nothing either way
     * @param during other limits while faults are on, where the file gives them; empty means the same limits
     */
    record Slo(Map<Double, Duration> percentiles, Optional<Percent> errorRate, int minSamples, Optional<Slo> during)
            implements Tolerance {
        /** The same limits for a short look, which may hold fewer samples than a verdict needs. */
        public Slo withAnyCount() {
            return new Slo(percentiles, errorRate, 1, during);
        }
    }
}
