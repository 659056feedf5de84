package dev.shakeout.bench;

import java.util.List;

/** What came out of many trials of the same thing. */
final class Trials {
    private Trials() {}

    static void print(String what, List<Double> values) {
        var sorted = values.stream().sorted().toList();
        System.out.printf(
                "%-32s min %7.1f   p50 %7.1f   p90 %7.1f   p99 %7.1f   max %7.1f%n",
                what,
                sorted.getFirst(),
                quantile(sorted, 0.5),
                quantile(sorted, 0.9),
                quantile(sorted, 0.99),
                sorted.getLast());
    }

    static double median(List<Double> values) {
        return quantile(values.stream().sorted().toList(), 0.5);
    }

    private static double quantile(List<Double> sorted, double quantile) {
        return sorted.get((int) Math.max(0, Math.ceil(quantile * sorted.size()) - 1));
    }
}
