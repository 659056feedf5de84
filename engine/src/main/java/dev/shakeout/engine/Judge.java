package dev.shakeout.engine;

import dev.shakeout.model.BadValue;
import dev.shakeout.model.Json;
import dev.shakeout.model.Judgement;
import dev.shakeout.model.LoadWindow;
import dev.shakeout.model.Numbers;
import dev.shakeout.model.Rules;
import dev.shakeout.model.Span;
import dev.shakeout.model.Tolerance;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Holds an output against a tolerance. The rules for what is not an {@link Tolerance.Slo} are Chaos Toolkit's
 * (chaoslib/hypothesis.py and its tests).
 */
public final class Judge {
    private static final int LONGEST_QUOTE = 120;

    private Judge() {}

    /** By our own rules. */
    public static Judgement judge(Json output, Tolerance tolerance) {
        return judge(output, tolerance, Rules.SHAKEOUT);
    }

    /** @param rules whose numbers they are: compared as they are written by ours, as Python does by Chaos Toolkit's */
    public static Judgement judge(Json output, Tolerance tolerance, Rules rules) {
        var measure = new Measure(rules);
        return switch (tolerance) {
            case Tolerance.Exactly(Json expected) -> exactly(output, expected, measure);
            case Tolerance.AnyOf(List<Json> values) -> anyOf(output, values, measure);
            case Tolerance.Between(Json least, Json most) -> between(output, least, most, measure);
            case Tolerance.ByProbe by -> throw new IllegalStateException("'" + by.name() + "' must be asked");
            case Tolerance.Regex regex -> regex(output, regex);
            case Tolerance.JsonPath path -> jsonPath(output, path, measure);
            case Tolerance.Range range -> range(output, range, measure);
            case Tolerance.Slo slo -> slo(output, slo);
        };
    }

    private static Judgement exactly(Json output, Json expected, Measure measure) {
        Json actual = expected instanceof Json.Num ? status(output).orElse(output) : output;
        return Judgement.of(
                measure.same(actual, expected), quote(actual.text()) + ", expected " + quote(expected.text()));
    }

    private static Judgement anyOf(Json output, List<Json> values, Measure measure) {
        Json actual = status(output).orElse(output);
        String allowed = String.join(", ", values.stream().map(Json::text).toList());
        return Judgement.of(
                values.stream().anyMatch(value -> measure.same(actual, value)),
                quote(actual.text()) + ", expected one of " + allowed);
    }

    private static Judgement between(Json output, Json least, Json most, Measure measure) {
        if (status(output).isPresent()) {
            return anyOf(output, List.of(least, most), measure);
        }
        return Judgement.of(
                measure.between(output, least, most),
                quote(output.text()) + ", expected from " + least.text() + " to " + most.text());
    }

    private static Judgement range(Json output, Tolerance.Range range, Measure measure) {
        Json actual = part(output, range.target());
        String expected = ", expected from " + range.least() + " to " + range.most();
        return measure.number(actual)
                .map(n -> Judgement.of(measure.between(n, range.least(), range.most()), n + expected))
                .orElseGet(() -> Judgement.of(false, quote(actual.text()) + " is no number" + expected));
    }

    private static Judgement regex(Json output, Tolerance.Regex regex) {
        String text = part(output, regex.target()).text();
        try {
            boolean found = new Matching(regex.pattern()).finds(text);
            return Judgement.of(
                    found, quote(text) + (found ? " matches " : " does not match ") + "/" + regex.written() + "/");
        } catch (BadValue e) {
            return Judgement.of(false, "/" + regex.written() + "/: " + e.getMessage());
        }
    }

    private static Judgement jsonPath(Json output, Tolerance.JsonPath tolerance, Measure measure) {
        Json document = part(output, tolerance.target());
        List<Json> found;
        try {
            found = JsonPaths.find(document, tolerance.path());
        } catch (BadValue e) {
            return Judgement.of(false, tolerance.path() + ": " + e.getMessage());
        }
        String words = tolerance.path() + " gives " + (found.isEmpty() ? "nothing" : quote(found));
        if (tolerance.expect().isPresent()) {
            Json expect = tolerance.expect().get();
            List<Json> wanted = expect instanceof Json.Arr(var items) ? items : List.of(expect);
            return Judgement.of(measure.same(Json.of(found), Json.of(wanted)), words + ", expected " + expect.text());
        }
        int count = tolerance.count().orElse(-1);
        return Judgement.of(
                count < 0 ? !found.isEmpty() : found.size() == count,
                words + (count < 0 ? ", expected something" : ", expected " + count + " values"));
    }

    /** Judges what a continuous probe saw in one span of time. */
    public static Judgement judge(LoadWindow window, Tolerance.Slo slo) {
        return slo(output(window), slo);
    }

    /** A window as the output of its probe: latencies in milliseconds, the error rate in percent. */
    public static Json.Obj output(LoadWindow window) {
        return Json.object(
                "samples", window.answered(),
                "errors", window.errors(),
                "error-rate", window.errorRate().value(),
                "throughput", window.throughputPerSecond(),
                "p50", Span.millis(window.p50()),
                "p95", Span.millis(window.p95()),
                "p99", Span.millis(window.p99()),
                "max", Span.millis(window.max()),
                "from", window.from().toString(),
                "to", window.to().toString());
    }

    private static Judgement slo(Json output, Tolerance.Slo slo) {
        Optional<BigDecimal> samples = member(output, "samples");
        if (samples.isEmpty()) {
            return Judgement.of(false, "the output has no samples; an slo tolerance belongs to a load probe");
        }
        long count = samples.get().longValue();
        if (count < slo.minSamples()) {
            return Judgement.tooLittle(count + " samples, at least " + slo.minSamples() + " are needed");
        }
        boolean met = true;
        var words = new ArrayList<String>();
        for (var limit : slo.percentiles().entrySet()) {
            String name = percentileName(limit.getKey());
            Optional<BigDecimal> millis = member(output, name);
            met &= millis.isPresent() && millis.get().doubleValue() <= Span.millis(limit.getValue());
            words.add(name + " "
                    + millis.map(m -> Span.words(Duration.ofNanos((long) (m.doubleValue() * 1e6))))
                            .orElse("unknown")
                    + ", limit " + Span.words(limit.getValue()));
        }
        if (slo.errorRate().isPresent()) {
            double rate =
                    member(output, "error-rate").map(BigDecimal::doubleValue).orElse(100.0);
            met &= rate <= slo.errorRate().get().value();
            words.add("errors " + Numbers.brief(rate) + "% of " + count + ", limit "
                    + slo.errorRate().get());
        }
        return Judgement.of(met, String.join("; ", words));
    }

    private static String percentileName(double percentile) {
        return percentile >= 100 ? "max" : "p" + Numbers.brief(percentile);
    }

    private static Optional<BigDecimal> member(Json output, String name) {
        return output instanceof Json.Obj object
                ? object.get(name).flatMap(Measure.AS_WRITTEN::number)
                : Optional.empty();
    }

    private static Optional<Json> status(Json output) {
        return output instanceof Json.Obj object ? object.get("status") : Optional.empty();
    }

    private static Json part(Json output, Optional<String> target) {
        return target.flatMap(key -> output instanceof Json.Obj object ? object.get(key) : Optional.empty())
                .orElse(output);
    }

    /** As many of them as are shown: each may be the whole of a large answer, and there may be millions. */
    private static String quote(List<Json> values) {
        var text = new StringBuilder(values.getFirst().text());
        for (int i = 1; i < values.size() && text.length() <= LONGEST_QUOTE; i++) {
            text.append(", ").append(values.get(i).text());
        }
        return quote(text.toString());
    }

    private static String quote(String text) {
        return text.length() <= LONGEST_QUOTE ? text : text.substring(0, LONGEST_QUOTE) + "…";
    }
}
