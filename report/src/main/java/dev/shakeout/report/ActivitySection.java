package dev.shakeout.report;

import static dev.shakeout.report.Markup.attribute;
import static dev.shakeout.report.Markup.group;
import static dev.shakeout.report.Markup.none;
import static dev.shakeout.report.Markup.style;
import static dev.shakeout.report.Markup.tag;
import static dev.shakeout.report.Markup.text;
import static dev.shakeout.report.Page.outside;

import dev.shakeout.model.Journal;
import dev.shakeout.model.Json;
import dev.shakeout.model.Span;
import java.util.List;

/** The method's activities in the order they ran, each with its output folded away. */
final class ActivitySection {
    /** Longer outputs are cut; the journal has them whole. */
    private static final int LONGEST_OUTPUT = 4000;

    private ActivitySection() {}

    static Markup of(Journal journal) {
        if (journal.run().isEmpty() && journal.rollbacks().isEmpty()) {
            return none();
        }
        return group(
                list(journal, journal.run()),
                journal.rollbacks().isEmpty()
                        ? none()
                        : group(tag("h3", text("The file’s own rollbacks")), list(journal, journal.rollbacks())));
    }

    private static Markup list(Journal journal, List<Journal.Ran> runs) {
        return tag("ol", style("activities"), group(runs.stream().map(ran -> tag("li", activity(journal, ran)))));
    }

    private static Markup activity(Journal journal, Journal.Ran ran) {
        var type = ran.activity().get("type").map(Json::text).orElse("activity");
        return tag(
                "details",
                tag(
                        "summary",
                        tag("span", style("when"), text(Words.offset(journal, ran.start()))),
                        outside(ran.name()),
                        tag("span", style("quiet"), text(" " + type + ", " + Span.words(ran.duration()))),
                        status(ran)),
                ran.judgement().map(j -> Page.paragraph("", outside(j.words()))).orElse(none()),
                ran.error()
                        .map(e -> Page.paragraph(
                                "", tag("strong", text(ran.isSkipped() ? "Why: " : "Error: ")), outside(e)))
                        .orElse(none()),
                tag("pre", attribute("dir", "ltr"), attribute("tabindex", "0"), Page.code(output(ran))));
    }

    private static Markup status(Journal.Ran ran) {
        String words = ran.status().orElse("interrupted");
        if (ran.isSkipped()) {
            return tag("span", style("outcome quiet"), Page.mark("–"), text(words));
        }
        return words.equals("succeeded")
                ? tag("span", style("outcome good"), Page.mark("✓"), text(words))
                : tag("span", style("outcome warn"), Page.mark("✗"), text(words));
    }

    private static String output(Journal.Ran ran) {
        String output = Pretty.json(ran.output());
        return output.length() <= LONGEST_OUTPUT
                ? output
                : Plain.shortened(output, LONGEST_OUTPUT) + "\n(" + output.length()
                        + " characters in all; the journal has the rest)";
    }
}
