package dev.shakeout.report;

import static dev.shakeout.report.Markup.group;
import static dev.shakeout.report.Markup.none;
import static dev.shakeout.report.Markup.style;
import static dev.shakeout.report.Markup.tag;
import static dev.shakeout.report.Markup.text;
import static dev.shakeout.report.Page.outside;
import static dev.shakeout.report.Page.paragraph;

import dev.shakeout.model.Journal;
import java.util.List;
import java.util.Map;

/** What the run was allowed to touch, what it ran on, and how to repeat it. */
final class RunSection {
    private RunSection() {}

    static Markup radii(Journal journal) {
        return journal.radii().isEmpty()
                ? none()
                : Page.table(
                        "How much of the system each fault touched",
                        List.of("Activity", "Kind", "Hit", "Found", "Share", "Services", "Protected"),
                        journal.radii().stream()
                                .map(r -> List.of(
                                        outside(r.activity()),
                                        outside(r.kind()),
                                        text(Integer.toString(r.chosen())),
                                        text(Integer.toString(r.found())),
                                        text(r.share().toString()),
                                        outside(Words.services(r)),
                                        outside(Words.spared(r))))
                                .toList());
    }

    static Markup of(Entry entry) {
        var journal = entry.journal();
        return group(
                paragraph("", text("With the same random choices (seed " + journal.seed() + "):")),
                Page.commands(List.of(entry.rerun())),
                tag(
                        "dl",
                        style("pairs environment"),
                        pair("Started", Words.moment(journal.start())),
                        pair("Ended", Words.moment(journal.end())),
                        pair("Run", journal.runId()),
                        pair("Shakeout", journal.version()),
                        journal.interruptedBy()
                                .map(by -> pair("Interrupted by", by))
                                .orElse(none()),
                        group(journal.environment().entrySet().stream()
                                .sorted(Map.Entry.comparingByKey())
                                .map(e -> pair(e.getKey(), e.getValue())))));
    }

    private static Markup pair(String name, String value) {
        return tag("div", tag("dt", outside(name)), tag("dd", outside(value)));
    }
}
