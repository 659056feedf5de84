package dev.shakeout.dialects.chaostoolkit;

import static dev.shakeout.dialects.chaostoolkit.MistakesAtPlaces.PROBE;
import static dev.shakeout.dialects.chaostoolkit.MistakesAtPlaces.of;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Mistakes of what a reading must be. */
class ToleranceMistakesTest {
    @ParameterizedTest(name = "{0}")
    @MethodSource("tolerances")
    void is_told_at_its_place(String what, String text, String expected) {
        MistakesAtPlaces.areTold(text, expected);
    }

    private static String tolerance(String tolerance) {
        return PROBE.replace("tolerance: 200", "tolerance: " + tolerance);
    }

    static Stream<Arguments> tolerances() {
        return Stream.of(
                of(
                        "a fraction",
                        tolerance("0.5"),
                        "8:73: tolerance: a number with a fraction (0.5) cannot be met exactly; write {type: range,"
                                + " range: [least, most]}"),
                of("an empty list", tolerance("[]"), "8:73: tolerance: an empty list allows nothing"),
                of(
                        "no type",
                        tolerance("{p95: 1s}"),
                        "8:73: 'type' is missing in the tolerance; it must be one of regex, jsonpath, range, slo, probe"),
                of(
                        "unknown type",
                        tolerance("{type: regexp}"),
                        "8:80: type: 'regexp' is not one of regex, jsonpath, range, slo, probe; did you mean 'regex'?"),
                of(
                        "probe",
                        tolerance("{type: probe}"),
                        "8:73: 'name' is missing in the tolerance; it must be text that is not empty",
                        "8:73: 'provider' is missing in the tolerance"),
                of(
                        "regex",
                        tolerance("{type: regex, pattern: 'a(b', targt: body}"),
                        "8:96: pattern: 'a(b' is not a regular expression: Unclosed group near character 4",
                        "8:103: unknown key 'targt' in the tolerance; did you mean 'target'? (allowed: type, pattern,"
                                + " target)"),
                of(
                        "jsonpath",
                        tolerance("{type: jsonpath, count: -1}"),
                        "8:73: 'path' is missing in the tolerance; it must be a JSONPath such as"
                                + " $.items[*][?(@.id > 7)].name",
                        "8:97: count: -1 is out of range; must be a whole number, from 0 to 2147483647"),
                of(
                        "range",
                        tolerance("{type: range, range: [2, 1]}"),
                        "8:94: range: found [2,1]; must be a list of two numbers, the smaller first"),
                of(
                        "slo",
                        tolerance("{type: slo, p95: 200, error-rate: 1, min-sample: 3, p0: 1s, during: {p99: 0s}}"),
                        "8:90: p95: 200 has no unit; must be a duration such as 400ms or 30s, from 0.001 ms to 1 h 0 m",
                        "8:107: error-rate: 1 has no unit; must be a percentage such as 50%, from 0% to 100%",
                        "8:110: unknown key 'min-sample' in the tolerance; did you mean 'min-samples'? (allowed: p50,"
                                + " p90, p95, p99, p99.9, max, error-rate, min-samples, type, during)",
                        "8:125: unknown key 'p0' in the tolerance; did you mean 'p50'? (allowed: p50, p90, p95, p99,"
                                + " p99.9, max, error-rate, min-samples, type, during)",
                        "8:147: p99: 0 ms is out of range; must be a duration such as 400ms or 30s, from 0.001 ms to 1 h"
                                + " 0 m"),
                of(
                        "slo without a limit",
                        tolerance("{type: slo, during: {}}"),
                        "8:73: the tolerance sets no limit; give error-rate, max, or a percentile such as p95",
                        "8:93: 'during' of the tolerance sets no limit; give error-rate, max, or a percentile such as"
                                + " p95"));
    }
}
