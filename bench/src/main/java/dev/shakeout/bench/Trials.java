package dev.shakeout.bench;

import java.io.IOException;
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

    /**
     * How long a command takes as a whole process. What it prints is not shown.
     *
     * @throws IOException it cannot be started, or does not end with status 0
     */
    static double millis(List<String> command) throws IOException, InterruptedException {
        long begun = System.nanoTime();
        Process process = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        int status = process.waitFor();
        double took = (System.nanoTime() - begun) / 1e6;
        if (status != 0) {
            throw new IOException(String.join(" ", command) + " ended with status " + status);
        }
        return took;
    }

    private static double quantile(List<Double> sorted, double quantile) {
        return sorted.get((int) Math.max(0, Math.ceil(quantile * sorted.size()) - 1));
    }
}
