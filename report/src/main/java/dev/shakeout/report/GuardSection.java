package dev.shakeout.report;

import static dev.shakeout.report.Markup.attribute;
import static dev.shakeout.report.Markup.none;
import static dev.shakeout.report.Markup.style;
import static dev.shakeout.report.Markup.tag;
import static dev.shakeout.report.Markup.text;
import static dev.shakeout.report.Page.outside;

import dev.shakeout.model.Journal;
import java.util.List;

/** The halt conditions that were watched while the method ran. */
final class GuardSection {
    private GuardSection() {}

    static Markup of(Journal journal) {
        return journal.guards().isEmpty()
                ? none()
                : Page.table(
                        "Halt conditions watched while the method ran",
                        List.of("Guard", "State", "Readings", "Breaches", "Last seen"),
                        journal.guards().stream().map(g -> row(journal, g)).toList());
    }

    private static List<Markup> row(Journal journal, Journal.Guarded guard) {
        return List.of(
                outside(guard.name()),
                guard.tripped()
                        .map(at -> state("bad", "■", "tripped at " + Words.offset(journal, at)))
                        .orElseGet(() -> state("good", "✓", "held")),
                text(Integer.toString(guard.readings())),
                text(Integer.toString(guard.breaches())),
                outside(guard.words().isBlank() ? "–" : guard.words()));
    }

    private static Markup state(String tone, String mark, String words) {
        return tag("span", style("outcome " + tone), attribute("dir", "ltr"), Page.mark(mark), text(words));
    }
}
