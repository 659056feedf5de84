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
import dev.shakeout.model.Span;
import java.util.ArrayList;
import java.util.List;

/** The top of a report: the verdict in one word, why, what must be done now, and the few numbers that matter. */
final class VerdictSection {
    private VerdictSection() {}

    static Markup of(Entry entry, boolean alone) {
        var journal = entry.journal();
        var verdict = journal.verdict();
        return tag(
                "header",
                style("verdict " + Page.tone(verdict)),
                tag(alone ? "h1" : "h2", style("title"), outside(journal.title())),
                paragraph(
                        "word",
                        Page.mark(Page.markOf(verdict)),
                        tag("strong", text(verdict.word())),
                        tag("span", style("exit"), text("exit code " + journal.exitCode()))),
                paragraph("reason", outside(Words.reason(journal))),
                left(journal).isEmpty() ? paragraph("summary", outside(sentence(journal))) : none(),
                more(journal),
                leftovers(journal),
                facts(journal));
    }

    private static String sentence(Journal journal) {
        String summary = Words.summary(journal);
        String bare = summary.substring(summary.indexOf(": ") + 2);
        boolean same = Words.reason(journal).contains(bare);
        return same ? journal.meaning() : bare;
    }

    private static Markup more(Journal journal) {
        var others = journal.reasons().stream().skip(1).toList();
        return others.isEmpty() ? none() : tag("div", style("also"), text("Also:"), Page.list(others));
    }

    private static List<Journal.Injected> left(Journal journal) {
        return journal.injections().stream()
                .filter(i -> !i.leftovers().isEmpty())
                .toList();
    }

    private static Markup leftovers(Journal journal) {
        var left = left(journal);
        var residue = journal.proof().map(Proof::residue).orElse(List.of());
        return left.isEmpty() && residue.isEmpty()
                ? none()
                : tag(
                        "div",
                        style("callout bad"),
                        Markup.attribute("role", "alert"),
                        paragraph("lead", tag("strong", text("Still in place. Run this now, on the host of the run:"))),
                        group(left.stream()
                                .map(i -> group(
                                        paragraph("", outside(i.fault() + " on " + i.target())),
                                        Page.commands(i.leftovers())))),
                        ProofSection.residue(residue));
    }

    private record Fact(String name, String value) {}

    private static Markup facts(Journal journal) {
        return tag(
                "dl",
                style("facts"),
                group(facts(journal, new ArrayList<>()).stream()
                        .map(fact -> tag("div", tag("dt", text(fact.name())), tag("dd", text(fact.value()))))));
    }

    private static List<Fact> facts(Journal journal, List<Fact> facts) {
        Summary.mainProbe(journal).ifPresent(probe -> {
            var phases = LoadPhases.of(journal, probe);
            facts.add(new Fact("p95 before → during → after", Words.change(phases.each(LoadSummary::p95))));
            facts.add(new Fact(
                    "errors before → during → after",
                    Words.join(phases.each(s -> s.errors().toString()))));
        });
        if (!journal.recoveries().isEmpty()) {
            facts.add(new Fact("recovered", RecoverySection.slowest(journal)));
        }
        facts.add(new Fact("faults taken back", takenBack(journal.injections())));
        journal.proof()
                .ifPresent(proof -> facts.add(new Fact(
                        "host afterwards",
                        proof.clean()
                                ? "as before (" + Words.count(proof.facts(), "fact") + ")"
                                : Words.count(proof.residue().size(), "difference"))));
        facts.add(new Fact("took", Span.words(journal.duration())));
        return facts;
    }

    private static String takenBack(List<Journal.Injected> injections) {
        var injected = injections.stream().filter(i -> i.injected().isPresent()).toList();
        var lasting = injected.stream().filter(i -> !i.overAtOnce()).toList();
        if (injected.isEmpty() || lasting.isEmpty()) {
            return injected.isEmpty() ? "none injected" : "nothing to take back";
        }
        long back = lasting.stream()
                .filter(i -> i.takenBack().isPresent() && i.leftovers().isEmpty())
                .count();
        return back + " of " + lasting.size();
    }
}
