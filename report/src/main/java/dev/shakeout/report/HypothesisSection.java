package dev.shakeout.report;

import static dev.shakeout.report.Markup.group;
import static dev.shakeout.report.Markup.none;
import static dev.shakeout.report.Markup.style;
import static dev.shakeout.report.Markup.tag;
import static dev.shakeout.report.Markup.text;
import static dev.shakeout.report.Page.outside;
import static dev.shakeout.report.Page.paragraph;

import dev.shakeout.model.Journal;
import dev.shakeout.model.Phase;
import java.util.List;
import java.util.stream.Stream;

/** What was expected of the system, and whether each probe saw it, before, during and after. */
final class HypothesisSection {
    private HypothesisSection() {}

    static Markup of(Journal journal) {
        var probes = Tolerances.probes(journal);
        if (probes.isEmpty() && journal.hypothesis().isEmpty()) {
            return none();
        }
        return group(
                paragraph("lead", tag("q", outside(journal.hypothesis().orElse(journal.title())))),
                journal.description().isBlank() ? none() : paragraph("quiet", outside(journal.description())),
                probes.isEmpty()
                        ? none()
                        : Page.table(
                                "Each probe and its tolerance, and what was measured",
                                List.of("Probe", "Before", "During", "After"),
                                probes.stream()
                                        .map(probe -> row(journal, probe))
                                        .toList()));
    }

    private static List<Markup> row(Journal journal, String probe) {
        var name = group(
                outside(probe),
                Tolerances.of(journal, probe)
                        .map(t -> tag("span", style("tolerance"), outside(Plain.shortened(Tolerances.words(t), 300))))
                        .orElse(none()));
        return Stream.concat(
                        Stream.of(name), Stream.of(Phase.values()).map(phase -> cell(Check.of(journal, probe, phase))))
                .toList();
    }

    private static Markup cell(Check check) {
        return group(
                outcome(check.outcome()),
                check.words().isBlank() ? none() : tag("span", style("value"), outside(check.words())),
                check.times().map(t -> tag("span", style("value"), text(t))).orElse(none()));
    }

    static Markup outcome(Check.Outcome outcome) {
        String tone = switch (outcome) {
            case MET -> "good";
            case NOT_MET -> "bad";
            case TOO_LITTLE, INTERRUPTED -> "warn";
            case NOT_CHECKED -> "quiet";
        };
        return tag("span", style("outcome " + tone), Page.mark(outcome.mark), text(outcome.word));
    }
}
