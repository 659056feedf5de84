package dev.shakeout.report;

import static dev.shakeout.report.Markup.attribute;
import static dev.shakeout.report.Markup.group;
import static dev.shakeout.report.Markup.none;
import static dev.shakeout.report.Markup.style;
import static dev.shakeout.report.Markup.tag;

import dev.shakeout.model.Journal;
import dev.shakeout.model.LoadWindow;
import dev.shakeout.model.Numbers;
import dev.shakeout.model.Percent;
import dev.shakeout.model.Span;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A continuous probe over time: latency, and below it throughput and errors on the same time axis, with every fault
 * shaded.
 *
 * @param width in CSS pixels, so that letters keep their size
 */
record Chart(Journal journal, String probe, double width, boolean narrow) {
    private static final double LEFT = 58;
    private static final double RIGHT = 20;
    private static final double LATENCY = 210;
    private static final double SMALL = 56;
    private static final double BETWEEN = 38;

    static Chart wide(Journal journal, String probe) {
        return new Chart(journal, probe, 920, false);
    }

    static Chart narrow(Journal journal, String probe) {
        return new Chart(journal, probe, 360, true);
    }

    Markup draw(String description) {
        var series = Series.of(journal, probe);
        var time = time(series);
        var faults = FaultBand.of(journal, time, narrow ? 34 : 60);
        double latencyTop = faults.height() + 46;
        double rateTop = latencyTop + LATENCY + BETWEEN;
        double errorsTop = rateTop + SMALL + BETWEEN;
        double bottom = errorsTop + SMALL;
        double height = bottom + 46;
        return tag(
                "svg",
                style("chart " + (narrow ? "narrow" : "wide")),
                attribute("viewBox", "0 0 " + Svg.number(width) + " " + Svg.number(height)),
                attribute("role", "img"),
                attribute("aria-label", description),
                faults.shade(faults.height() + 16, bottom),
                faults.band(8),
                latency(series, time, latencyTop),
                throughput(series, time, rateTop),
                errors(series, time, errorsTop),
                method(time, faults.height() + 16, bottom),
                timeAxis(time, bottom));
    }

    private Scale time(Series series) {
        var from = series.windows().stream().map(LoadWindow::to).min(Instant::compareTo);
        var to = series.windows().stream().map(LoadWindow::to).max(Instant::compareTo);
        return Scale.linear(
                Math.min(0, from.map(this::seconds).orElse(0.0)),
                Math.max(seconds(journal.end()), to.map(this::seconds).orElse(0.0)),
                LEFT,
                width - RIGHT);
    }

    private double seconds(Instant instant) {
        return Span.seconds(Duration.between(journal.start(), instant));
    }

    private Markup latency(Series series, Scale time, double top) {
        var limits = Limits.of(journal, probe);
        var p50 = series.latency(LoadWindow::p50);
        var p99 = series.latency(LoadWindow::p99);
        var p95 = series.latency(LoadWindow::p95);
        double least = lowest(p50).filter(v -> v > 0).orElse(0.1);
        double most = Stream.concat(highest(p99).stream(), limitMillis(limits).stream())
                .max(Double::compare)
                .orElse(1.0);
        var panel = new Panel(
                "latency",
                time,
                Scale.fitting(least, most, top + LATENCY, top),
                series.gapSeconds(),
                v -> Span.words(Duration.ofNanos(Math.round(v * 1e6))));
        return group(
                panel.frame(5),
                panel.line("p99", p99),
                panel.line("p95", p95),
                panel.line("p50", p50),
                LimitLines.of(journal, probe, panel));
    }

    private static List<Double> limitMillis(Optional<Limits> limits) {
        return limits.stream()
                .flatMap(l -> Stream.concat(Stream.of(l), l.during().stream()))
                .flatMap(l -> l.percentiles().values().stream())
                .map(Span::millis)
                .toList();
    }

    private Markup throughput(Series series, Scale time, double top) {
        var rate = series.values(LoadWindow::throughputPerSecond);
        var scale = Scale.fitting(0, highest(rate).orElse(1.0), top + SMALL, top);
        var panel = new Panel("answers per second", time, scale, series.gapSeconds(), Numbers::brief);
        return group(panel.frame(2), panel.area("rate-fill", rate), panel.line("rate", rate));
    }

    private Markup errors(Series series, Scale time, double top) {
        var share = series.values(w -> w.errorRate().value());
        var limit = Limits.of(journal, probe).flatMap(Limits::errors).map(Percent::value);
        double most = Stream.of(highest(share).orElse(0.0), limit.orElse(0.0) * 1.2, 1.0)
                .max(Double::compare)
                .orElse(1.0);
        var scale = Scale.linear(0, Math.min(100, Scale.fitting(0, most, 0, 1).most()), top + SMALL, top);
        var panel =
                new Panel("errors, share of answers", time, scale, series.gapSeconds(), v -> Numbers.brief(v) + "%");
        return group(
                panel.frame(2),
                panel.area("errors-fill", share),
                panel.line("errors", share),
                limit.map(value -> LimitLines.across(panel, value, Numbers.brief(value) + "%"))
                        .orElse(none()));
    }

    /** The method's start and end as lines, joined by a bracket below the axis. */
    private Markup method(Scale time, double top, double bottom) {
        var timeline = Timeline.of(journal);
        if (timeline.methodStart().isEmpty() || timeline.methodEnd().isEmpty()) {
            return none();
        }
        double from = time.pixel(seconds(timeline.methodStart().get()));
        double to = time.pixel(seconds(timeline.methodEnd().get()));
        double y = bottom + 27;
        double middle = Math.clamp((from + to) / 2, LEFT + 20, width - RIGHT - 20);
        return group(
                Svg.line("method", from, top, from, bottom),
                Svg.line("method", to, top, to, bottom),
                Svg.path(
                        "bracket",
                        Svg.through(List.of(
                                new Point(from, y - 4), new Point(from, y), new Point(to, y), new Point(to, y - 4)))),
                Svg.label("tick x", middle, y + 13, "method"));
    }

    private Markup timeAxis(Scale time, double bottom) {
        var ticks = TimeTicks.of(time.least(), time.most(), narrow ? 4 : 10).stream()
                .map(t -> group(
                        Svg.line("axis", time.pixel(t), bottom, time.pixel(t), bottom + 4),
                        Svg.label("tick x", time.pixel(t), bottom + 17, TimeTicks.words(t))));
        return group(ticks);
    }

    private static Optional<Double> highest(List<Point> points) {
        return points.stream().map(Point::y).max(Double::compare);
    }

    private static Optional<Double> lowest(List<Point> points) {
        return points.stream().map(Point::y).min(Double::compare);
    }
}
