package dev.shakeout.report;

import static dev.shakeout.report.Markup.group;
import static dev.shakeout.report.Markup.tag;
import static dev.shakeout.report.Markup.text;

import dev.shakeout.model.Journal;
import dev.shakeout.model.Span;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** The faults above a chart, each in a lane of its own where they would overlap, and their shade over the panels. */
record FaultBand(Journal journal, Scale time, List<Bar> bars, int lanes) {
    static final double LANE = 19;
    private static final double CHARACTER = 6.3;
    /** More lanes than this would push the numbers off the page; the table has them all. */
    private static final int MOST_LANES = 6;

    record Bar(String words, double from, double to, boolean moment, boolean takenBack, int lane, boolean leftward) {
        /** Where it begins, as x, and ends, as y. */
        Point span() {
            return new Point(from, to);
        }
    }

    static FaultBand of(Journal journal, Scale time, int longest) {
        var bars = new ArrayList<Bar>();
        var ends = new ArrayList<Double>();
        for (int i = 0; i < journal.injections().size(); i++) {
            var injection = journal.injections().get(i);
            String words = Plain.shortened(
                    (i + 1) + " " + Plain.line(injection.fault() + " " + Summary.name(injection.target())), longest);
            Timeline.on(journal, injection).ifPresent(on -> {
                double from = time.pixel(seconds(journal, on.from()));
                double to = time.pixel(seconds(journal, on.to()));
                double width = words.length() * CHARACTER + 14;
                boolean leftward = from + width > time.toPixel();
                double left = leftward ? Math.min(from, to - width) : from;
                int lane = lane(ends, left, Math.max(to, leftward ? to : from + width));
                bars.add(new Bar(words, from, to, on.moment(), on.takenBack(), lane, leftward));
            });
        }
        return new FaultBand(journal, time, bars, Math.min(ends.size(), MOST_LANES));
    }

    private static int lane(List<Double> ends, double from, double to) {
        int free = IntStream.range(0, ends.size())
                .filter(i -> ends.get(i) + 4 <= from)
                .findFirst()
                .orElse(ends.size());
        if (free == ends.size()) {
            ends.add(to);
        } else {
            ends.set(free, to);
        }
        return free;
    }

    private static double seconds(Journal journal, java.time.Instant instant) {
        return Span.seconds(Duration.between(journal.start(), instant));
    }

    double height() {
        return (lanes + (hidden() > 0 ? 1 : 0)) * LANE;
    }

    private long hidden() {
        return bars.stream().filter(bar -> bar.lane() >= lanes).count();
    }

    private double hiddenFrom() {
        return bars.stream()
                .filter(bar -> bar.lane() >= lanes)
                .mapToDouble(Bar::from)
                .min()
                .orElse(time.fromPixel());
    }

    Markup band(double top) {
        var more = hidden() == 0
                ? Markup.none()
                : Svg.label(
                        "lane", hiddenFrom(), top + lanes * LANE + LANE - 7, "and " + hidden() + " more, listed below");
        return group(
                group(bars.stream().filter(bar -> bar.lane() < lanes).map(bar -> bar(bar, top + bar.lane() * LANE))),
                more);
    }

    private Markup bar(Bar bar, double y) {
        double width = Math.max(2, bar.to() - bar.from());
        double x = bar.leftward() ? bar.to() - 6 : bar.from() + 6;
        return group(
                bar.moment()
                        ? Svg.path("moment", "M%1$s %2$sl4 8h-8Z".formatted(Svg.number(bar.from()), Svg.number(y + 4)))
                        : Svg.rect("fault", bar.from(), y + 1, width, LANE - 4, tag("title", text(bar.words()))),
                Svg.label(
                        bar.leftward() ? "lane end" : "lane",
                        bar.moment() ? x + (bar.leftward() ? -2 : 2) : x,
                        y + LANE - 7,
                        bar.words() + (bar.takenBack() ? "" : " (still on)")));
    }

    /** Each moment is shaded once, however many faults were on, so that the lines stay readable. */
    Markup shade(double top, double bottom) {
        var spans = bars.stream().filter(bar -> !bar.moment()).toList();
        var shade = together(spans).stream()
                .map(span -> Svg.rect("shade", span.x(), top, Math.max(1, span.y() - span.x()), bottom - top));
        // With many faults the edges of each would hide the lines, so only those of the whole are drawn.
        var edges = (spans.size() <= MOST_LANES ? spans.stream().map(Bar::span) : together(spans).stream())
                .flatMap(span -> DoubleStream.of(span.x(), span.y()).boxed())
                .distinct()
                .map(x -> Svg.line("edge", x, top, x, bottom));
        var moments =
                bars.stream().filter(Bar::moment).map(bar -> Svg.line("moment", bar.from(), top, bar.from(), bottom));
        return group(group(shade), group(edges), group(moments));
    }

    /** Spans that touch, joined; x is where one begins and y where it ends. */
    private static List<Point> together(List<Bar> spans) {
        var joined = new ArrayList<Point>();
        for (var bar :
                spans.stream().sorted(Comparator.comparingDouble(Bar::from)).toList()) {
            if (joined.isEmpty() || joined.getLast().y() < bar.from()) {
                joined.add(bar.span());
            } else {
                var last = joined.removeLast();
                joined.add(new Point(last.x(), Math.max(last.y(), bar.to())));
            }
        }
        return joined;
    }
}
