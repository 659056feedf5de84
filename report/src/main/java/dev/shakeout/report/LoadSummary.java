package dev.shakeout.report;

import dev.shakeout.model.Json;
import dev.shakeout.model.LoadWindow;
import dev.shakeout.model.Percent;
import dev.shakeout.model.Span;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Many windows as one. The percentiles are upper bounds: each request is counted at the upper edge of the bracket (p50,
 * p95, p99, max) that its window puts it in, which is exact where the windows are alike.
 */
record LoadSummary(double perSecond, Percent errors, Duration p50, Duration p95, Duration p99, Duration max) {
    static Optional<LoadSummary> of(List<LoadWindow> windows) {
        long answered = windows.stream().mapToLong(LoadWindow::answered).sum();
        if (answered == 0) {
            return Optional.empty();
        }
        var full = windows.stream().filter(w -> w.answered() > 0).toList();
        double seconds = windows.stream()
                .mapToDouble(w -> Span.seconds(Duration.between(w.from(), w.to())))
                .sum();
        long errors = windows.stream().mapToLong(LoadWindow::errors).sum();
        var shares = shares(full);
        return Optional.of(new LoadSummary(
                seconds <= 0 ? 0 : answered / seconds,
                Percent.of(errors, answered),
                quantile(shares, 0.50, answered),
                quantile(shares, 0.95, answered),
                quantile(shares, 0.99, answered),
                full.stream()
                        .map(LoadWindow::max)
                        .max(Comparator.naturalOrder())
                        .orElse(Duration.ZERO)));
    }

    /** From the output of a load probe: latencies in milliseconds, the error rate in percent. */
    static Optional<LoadSummary> of(Json output) {
        var members = output instanceof Json.Obj(var all) ? all : Map.<String, Json>of();
        if (number(members, "samples").orElse(0.0) <= 0
                || number(members, "p95").isEmpty()) {
            return Optional.empty();
        }
        double p95 = number(members, "p95").orElse(0.0);
        return Optional.of(new LoadSummary(
                number(members, "throughput").orElse(0.0),
                new Percent(number(members, "error-rate").orElse(0.0)),
                millis(number(members, "p50").orElse(p95)),
                millis(p95),
                millis(number(members, "p99").orElse(p95)),
                millis(number(members, "max").orElse(p95))));
    }

    private static Optional<Double> number(Map<String, Json> members, String key) {
        return members.get(key) instanceof Json.Num(var value) ? Optional.of(value.doubleValue()) : Optional.empty();
    }

    private static Duration millis(double millis) {
        return Duration.ofNanos(Math.round(millis * 1e6));
    }

    /** One of the percentiles that are measured. */
    Optional<Duration> at(double percentile) {
        return percentile == 50
                ? Optional.of(p50)
                : percentile == 95
                        ? Optional.of(p95)
                        : percentile == 99 ? Optional.of(p99) : percentile >= 100 ? Optional.of(max) : Optional.empty();
    }

    private record Share(Duration latency, double requests) {}

    private static List<Share> shares(List<LoadWindow> windows) {
        var shares = new ArrayList<Share>();
        for (var window : windows) {
            double n = window.answered();
            shares.add(new Share(window.p50(), 0.50 * n));
            shares.add(new Share(window.p95(), 0.45 * n));
            shares.add(new Share(window.p99(), 0.04 * n));
            shares.add(new Share(window.max(), 0.01 * n));
        }
        shares.sort(Comparator.comparing(Share::latency));
        return shares;
    }

    private static Duration quantile(List<Share> shares, double quantile, double requests) {
        double wanted = quantile * requests * (1 - 1e-9);
        double seen = 0;
        for (var share : shares) {
            seen += share.requests();
            if (seen >= wanted) {
                return share.latency();
            }
        }
        return shares.getLast().latency();
    }
}
