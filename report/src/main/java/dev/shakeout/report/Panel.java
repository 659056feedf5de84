package dev.shakeout.report;

import static dev.shakeout.report.Markup.group;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleFunction;
import java.util.stream.Stream;

/**
 * One set of axes: its frame, its ticks and the lines in it. All panels of a chart share the time scale.
 *
 * @param unit says what a value is: 200 → "200 ms"
 */
record Panel(String title, Scale time, Scale values, double gapSeconds, DoubleFunction<String> unit) {
    private static final int STRETCHES = 300;

    double top() {
        return values.toPixel();
    }

    double bottom() {
        return values.fromPixel();
    }

    Markup frame(int ticks) {
        var grid = values.ticks(ticks).stream()
                .map(value -> group(
                        Svg.line("grid", time.fromPixel(), values.pixel(value), time.toPixel(), values.pixel(value)),
                        Svg.label("tick y", time.fromPixel() - 6, values.pixel(value) + 3.5, unit.apply(value))));
        return group(
                group(grid),
                Svg.line("axis", time.fromPixel(), bottom(), time.toPixel(), bottom()),
                Svg.label("panel", time.fromPixel() - 50, top() - 12, title + (values.log() ? " (log scale)" : "")));
    }

    /** A line through the points, broken where nothing was measured for a while. */
    Markup line(String classes, List<Point> points) {
        return group(unbroken(points).stream().map(part -> Svg.path(classes, Svg.through(drawn(part)))));
    }

    /** The same, filled down to the axis. */
    Markup area(String classes, List<Point> points) {
        return group(unbroken(points).stream().map(part -> {
            var drawn = drawn(part);
            var down = Stream.concat(
                            drawn.stream(),
                            Stream.of(
                                    new Point(drawn.getLast().x(), bottom()),
                                    new Point(drawn.getFirst().x(), bottom())))
                    .toList();
            return Svg.path(classes, Svg.through(down) + "Z");
        }));
    }

    private List<Point> drawn(List<Point> points) {
        int stretches = Math.max(2, (int) (STRETCHES * share(points)));
        return Thinning.keepExtremes(points, stretches).stream()
                .map(point -> new Point(time.pixel(point.x()), values.pixel(point.y())))
                .toList();
    }

    private double share(List<Point> points) {
        return (points.getLast().x() - points.getFirst().x()) / Math.max(1e-9, time.most() - time.least());
    }

    private List<List<Point>> unbroken(List<Point> points) {
        var parts = new ArrayList<List<Point>>();
        for (var point : points) {
            if (parts.isEmpty() || point.x() - parts.getLast().getLast().x() > gapSeconds) {
                parts.add(new ArrayList<>());
            }
            parts.getLast().add(point);
        }
        return parts;
    }
}
