package dev.shakeout.report;

import static dev.shakeout.report.Markup.group;
import static dev.shakeout.report.Markup.none;
import static dev.shakeout.report.Markup.style;
import static dev.shakeout.report.Markup.tag;
import static dev.shakeout.report.Markup.text;
import static dev.shakeout.report.Page.outside;
import static dev.shakeout.report.Page.paragraph;

import dev.shakeout.model.Journal;
import dev.shakeout.model.Proof;
import java.util.List;

/** Whether the host is as it was before the run, and what is not. */
final class ProofSection {
    private ProofSection() {}

    static Markup of(Journal journal) {
        return journal.proof().map(ProofSection::section).orElse(none());
    }

    private static Markup section(Proof proof) {
        return group(
                paragraph(
                        "states",
                        tag(
                                "span",
                                style("outcome " + (proof.clean() ? "good" : "bad")),
                                Page.mark(proof.clean() ? "✓" : "!"),
                                text(proof.words()))),
                residue(proof.residue()),
                meanwhile(proof.meanwhile()));
    }

    /** Each thing that was left behind, with the command that clears it. */
    static Markup residue(List<Proof.Residue> residue) {
        return group(residue.stream()
                .map(left -> group(
                        paragraph("", outside(left.words())),
                        left.clear()
                                .map(command -> Page.commands(List.of(command)))
                                .orElse(none()))));
    }

    private static Markup meanwhile(List<String> meanwhile) {
        return meanwhile.isEmpty()
                ? none()
                : tag(
                        "details",
                        tag("summary", text("Changed meanwhile, not by this run: " + meanwhile.size())),
                        Page.list(meanwhile));
    }
}
