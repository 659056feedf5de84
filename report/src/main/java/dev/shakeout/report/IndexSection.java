package dev.shakeout.report;

import static dev.shakeout.report.Markup.attribute;
import static dev.shakeout.report.Markup.group;
import static dev.shakeout.report.Markup.style;
import static dev.shakeout.report.Markup.tag;
import static dev.shakeout.report.Markup.text;
import static dev.shakeout.report.Page.outside;

import dev.shakeout.model.Verdict;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The page that sums up several runs. */
final class IndexSection {
    private IndexSection() {}

    static Markup of(List<Entry> entries) {
        return tag(
                "header",
                style("index"),
                attribute("id", "summary"),
                tag("h1", text(Words.count(entries.size(), "experiment"))),
                Page.paragraph("lead", text(verdicts(entries))),
                Page.table(
                        "What each found; before → during → after the faults",
                        List.of("Experiment", "Verdict", "p95", "Errors", "Recovered"),
                        IntStream.range(0, entries.size())
                                .mapToObj(i -> row(entries.get(i), i))
                                .toList()));
    }

    /** "3 passed, 1 deviated", the worst first. */
    private static String verdicts(List<Entry> entries) {
        return Arrays.stream(Verdict.values())
                .sorted((a, b) -> a == b ? 0 : a.and(b) == a ? -1 : 1)
                .map(verdict -> {
                    long n = entries.stream()
                            .filter(e -> e.journal().verdict() == verdict)
                            .count();
                    return n == 0 ? "" : n + " " + verdict.word();
                })
                .filter(words -> !words.isEmpty())
                .collect(Collectors.joining(", "));
    }

    private static List<Markup> row(Entry entry, int index) {
        var journal = entry.journal();
        var phases = Summary.mainProbe(journal).map(probe -> LoadPhases.of(journal, probe));
        String summary = Words.summary(journal);
        return List.of(
                group(
                        tag("a", attribute("href", "#" + HtmlReport.anchor(index)), outside(journal.title())),
                        tag("span", style("tolerance"), outside(summary.substring(summary.indexOf(": ") + 2)))),
                Page.badge(journal.verdict()),
                text(phases.map(p -> Words.change(p.each(LoadSummary::p95))).orElse("–")),
                text(phases.map(p -> Words.join(p.each(s -> s.errors().toString())))
                        .orElse("–")),
                text(journal.recoveries().isEmpty() ? "–" : RecoverySection.slowest(journal)));
    }
}
