package dev.shakeout.report;

import static dev.shakeout.report.Markup.group;

import dev.shakeout.model.Journal;
import dev.shakeout.model.Span;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/** What the hypothesis allows, as lines: over the whole run, and other limits for the time that faults are on. */
final class LimitLines {
    private LimitLines() {}

    /** The latency limits of a probe. */
    static Markup of(Journal journal, String probe, Panel panel) {
        var limits = Limits.of(journal, probe);
        var during = limits.flatMap(Limits::during);
        var whole = new Part("limit: ", panel.time().fromPixel(), panel.time().toPixel());
        return group(Stream.concat(
                limits.stream().flatMap(l -> whole.lines(l, panel)),
                during.stream().flatMap(l -> whileOn(journal, panel).stream().flatMap(part -> part.lines(l, panel)))));
    }

    /** One limit over the whole width. */
    static Markup across(Panel panel, double value, String words) {
        return new Part("limit: ", panel.time().fromPixel(), panel.time().toPixel()).line(panel, value, words);
    }

    private static Optional<Part> whileOn(Journal journal, Panel panel) {
        var timeline = Timeline.of(journal);
        return timeline.firstFault()
                .flatMap(on -> timeline.methodEnd()
                        .map(off ->
                                new Part("limit while on: ", pixel(journal, panel, on), pixel(journal, panel, off))));
    }

    private static double pixel(Journal journal, Panel panel, Instant at) {
        return panel.time().pixel(Span.seconds(Duration.between(journal.start(), at)));
    }

    private record Part(String name, double from, double to) {
        Stream<Markup> lines(Limits limits, Panel panel) {
            return limits.percentiles().entrySet().stream()
                    .map(limit -> line(
                            panel,
                            Span.millis(limit.getValue()),
                            Tolerances.percentile(limit.getKey()) + " " + Span.words(limit.getValue())));
        }

        Markup line(Panel panel, double value, String words) {
            double y = panel.values().pixel(value);
            return group(Svg.line("limit", from, y, to, y), Svg.label("limit end", to - 4, y - 5, name + words));
        }
    }
}
