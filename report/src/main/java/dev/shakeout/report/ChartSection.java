package dev.shakeout.report;

import static dev.shakeout.report.Markup.attribute;
import static dev.shakeout.report.Markup.group;
import static dev.shakeout.report.Markup.none;
import static dev.shakeout.report.Markup.style;
import static dev.shakeout.report.Markup.tag;
import static dev.shakeout.report.Markup.text;

import dev.shakeout.model.Journal;
import dev.shakeout.model.Numbers;
import dev.shakeout.model.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A chart per continuous probe, its legend, and the numbers behind it. */
final class ChartSection {
    private ChartSection() {}

    static Markup of(Journal journal) {
        return group(probes(journal).stream().map(probe -> figure(journal, probe)));
    }

    private static List<String> probes(Journal journal) {
        return Stream.concat(
                        Tolerances.probes(journal).stream(),
                        journal.load().keySet().stream().sorted())
                .filter(probe -> !journal.load().getOrDefault(probe, List.of()).isEmpty())
                .distinct()
                .toList();
    }

    private static Markup figure(Journal journal, String probe) {
        var phases = LoadPhases.of(journal, probe);
        String description = probe + ": p95 latency " + Words.change(phases.each(LoadSummary::p95)) + ", errors "
                + Words.join(phases.each(s -> s.errors().toString())) + " before, during and after the faults";
        return tag(
                "figure",
                tag(
                        "figcaption",
                        tag("strong", Page.outside(probe)),
                        text(" in windows of one second; 0 is " + Words.clock(journal.start()))),
                legend(journal, probe),
                Chart.wide(journal, probe).draw(description),
                Chart.narrow(journal, probe).draw(description),
                numbers(phases));
    }

    private static Markup legend(Journal journal, String probe) {
        boolean limited = Limits.of(journal, probe).isPresent();
        boolean faults =
                journal.injections().stream().anyMatch(i -> i.injected().isPresent());
        var keys = new ArrayList<Markup>(List.of(
                key("p50", "p50: half were faster"), key("p95", "p95"), key("p99", "p99"), key("errors", "errors")));
        if (limited) {
            keys.add(key("limit", "limit of the hypothesis"));
        }
        if (faults) {
            keys.add(key("shade", "fault on"));
        }
        return tag("ul", style("legend"), group(keys.stream()));
    }

    private static Markup key(String classes, String words) {
        var sample = classes.equals("shade")
                ? group(Svg.rect("shade", 0, 0, 26, 12), Svg.line("edge", 0, 0, 0, 12), Svg.line("edge", 26, 0, 26, 12))
                : Svg.line(classes, 0, 6, 26, 6);
        return tag(
                "li",
                tag(
                        "svg",
                        attribute("width", 26),
                        attribute("height", 12),
                        attribute("viewBox", "0 0 26 12"),
                        attribute("aria-hidden", "true"),
                        sample),
                text(words));
    }

    private static Markup numbers(LoadPhases phases) {
        return phases.seen()
                ? Page.table(
                        "The numbers behind the chart",
                        List.of("", "p50", "p95", "p99", "Slowest", "Answers/s", "Errors"),
                        Stream.of(
                                        row("Before the first fault", phases.before()),
                                        row("From first fault to method’s end", phases.during()),
                                        row("After", phases.after()))
                                .toList())
                : none();
    }

    private static List<Markup> row(String name, Optional<LoadSummary> summary) {
        var cells = new ArrayList<Markup>(List.of(text(name)));
        Stream.of(
                        summary.map(LoadSummary::p50).map(Span::words),
                        summary.map(LoadSummary::p95).map(Span::words),
                        summary.map(LoadSummary::p99).map(Span::words),
                        summary.map(LoadSummary::max).map(Span::words),
                        summary.map(LoadSummary::perSecond).map(Numbers::brief),
                        summary.map(s -> s.errors().toString()))
                .map(words -> text(words.orElse("–")))
                .forEach(cells::add);
        return cells;
    }
}
