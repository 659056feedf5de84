package dev.shakeout.report;

import static dev.shakeout.report.Markup.attribute;
import static dev.shakeout.report.Markup.style;
import static dev.shakeout.report.Markup.tag;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;

/** The few shapes that the charts are made of. Looks come from the style sheet, by class. */
final class Svg {
    private Svg() {}

    /** A coordinate with one digit after the point, which is finer than a screen shows. */
    static String number(double value) {
        return new BigDecimal(value)
                .setScale(1, RoundingMode.HALF_UP)
                .stripTrailingZeros()
                .toPlainString();
    }

    static Markup line(String classes, double x1, double y1, double x2, double y2) {
        return tag(
                "line",
                style(classes),
                attribute("x1", x1),
                attribute("y1", y1),
                attribute("x2", x2),
                attribute("y2", y2));
    }

    static Markup rect(String classes, double x, double y, double width, double height, Markup... content) {
        return tag(
                "rect",
                style(classes),
                attribute("x", x),
                attribute("y", y),
                attribute("width", width),
                attribute("height", height),
                Markup.group(List.of(content).stream()));
    }

    static Markup label(String classes, double x, double y, String words) {
        return tag("text", style(classes), attribute("x", x), attribute("y", y), Markup.text(Plain.line(words)));
    }

    static Markup path(String classes, String path) {
        return tag("path", style(classes), attribute("d", path));
    }

    /** A polyline through the points, in pixels; empty for no points. */
    static String through(List<Point> points) {
        var path = new StringBuilder();
        for (var point : points) {
            path.append(path.isEmpty() ? "M" : "L")
                    .append(number(point.x()))
                    .append(' ')
                    .append(number(point.y()));
        }
        return path.toString();
    }
}
