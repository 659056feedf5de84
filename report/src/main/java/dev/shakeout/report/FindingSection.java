package dev.shakeout.report;

import static dev.shakeout.report.Markup.group;
import static dev.shakeout.report.Markup.none;
import static dev.shakeout.report.Markup.style;
import static dev.shakeout.report.Markup.tag;
import static dev.shakeout.report.Markup.text;
import static dev.shakeout.report.Page.outside;

import dev.shakeout.model.Finding;
import java.util.List;

/** Each weakness that the run exposed, with its evidence and a draft for the runbook. */
final class FindingSection {
    private FindingSection() {}

    static Markup of(Entry entry) {
        return group(entry.journal().findings().stream().map(finding -> card(finding, entry)));
    }

    private static Markup card(Finding finding, Entry entry) {
        return tag(
                "div",
                style("card finding"),
                tag("h3", outside(finding.title())),
                tag(
                        "dl",
                        style("pairs"),
                        pair("Where", outside(finding.where())),
                        pair("Evidence", outside(finding.evidence())),
                        pair(
                                "When",
                                text(Words.offset(entry.journal(), finding.moment()) + ", "
                                        + Words.clock(finding.moment()))),
                        finding.faults().isEmpty() ? none() : pair("Faults then", Page.list(finding.faults()))),
                runbook(RunbookEntry.of(finding, entry)));
    }

    private static Markup runbook(RunbookEntry runbook) {
        return tag(
                "div",
                style("runbook"),
                tag("h4", text("Draft for the runbook")),
                tag(
                        "dl",
                        style("pairs"),
                        pair("Symptom", outside(runbook.symptom())),
                        pair("Likely cause", outside(runbook.cause())),
                        pair("Check", steps(runbook.check())),
                        pair("Mitigate", steps(runbook.mitigate())),
                        pair("Verify the fix", Page.code(runbook.verify())),
                        pair("Owner", tag("span", style("blank"), text(runbook.owner())))));
    }

    private static Markup steps(List<String> steps) {
        return tag("ol", group(steps.stream().map(step -> tag("li", outside(step)))));
    }

    private static Markup pair(String name, Markup value) {
        return tag("div", tag("dt", text(name)), tag("dd", value));
    }
}
