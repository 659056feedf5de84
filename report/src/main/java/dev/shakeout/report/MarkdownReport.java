package dev.shakeout.report;

import dev.shakeout.model.Journal;
import dev.shakeout.model.Phase;
import dev.shakeout.model.Proof;
import dev.shakeout.model.Reading;
import dev.shakeout.model.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What a run found, for a pull request or a wiki: GitHub's Markdown, compact. */
public final class MarkdownReport {
    private MarkdownReport() {}

    public static String of(Journal journal) {
        return of(Entry.of(journal));
    }

    public static String of(Entry entry) {
        var journal = entry.journal();
        var blocks = new ArrayList<String>();
        blocks.add("# " + Markdown.text(journal.title()));
        blocks.add(
                "**" + Page.markOf(journal.verdict()) + " " + journal.verdict().word() + "** (exit code "
                        + journal.exitCode() + "): " + Markdown.text(Words.reason(journal)));
        blocks.add(Markdown.text(Words.summary(journal)));
        leftovers(journal, blocks);
        hypothesis(journal, blocks);
        load(journal, blocks);
        injections(journal, blocks);
        proof(journal, blocks);
        guards(journal, blocks);
        recovery(journal, blocks);
        MarkdownFindings.add(entry, blocks);
        MarkdownDetails.add(entry, blocks);
        return String.join("\n\n", blocks) + "\n";
    }

    private static void leftovers(Journal journal, List<String> blocks) {
        var commands = Stream.concat(
                        journal.injections().stream().flatMap(i -> i.leftovers().stream()),
                        journal.proof().stream()
                                .flatMap(proof -> proof.residue().stream())
                                .flatMap(residue -> residue.clear().stream()))
                .toList();
        if (!commands.isEmpty()) {
            blocks.add("**Still in place. Run this now, on the host of the run:**");
            blocks.add(Markdown.block(String.join("\n", commands)));
        }
    }

    private static void hypothesis(Journal journal, List<String> blocks) {
        var probes = Tolerances.probes(journal);
        if (journal.hypothesis().isEmpty() && probes.isEmpty()) {
            return;
        }
        blocks.add("## Hypothesis");
        journal.hypothesis().ifPresent(h -> blocks.add("> " + Markdown.text(h)));
        if (!probes.isEmpty()) {
            blocks.add(Markdown.table(
                    List.of("Probe", "Tolerance", "Before", "During", "After"),
                    probes.stream()
                            .map(probe -> Stream.concat(
                                            Stream.of(
                                                    probe,
                                                    Tolerances.of(journal, probe)
                                                            .map(Tolerances::words)
                                                            .orElse("–")),
                                            Stream.of(Phase.values()).map(p -> check(Check.of(journal, probe, p))))
                                    .toList())
                            .toList()));
        }
    }

    private static String check(Check check) {
        return check.outcome().mark + " " + check.outcome().word
                + (check.words().isBlank() ? "" : ": " + check.words())
                + check.times().map(times -> " (" + times + ")").orElse("");
    }

    private static void load(Journal journal, List<String> blocks) {
        var rows = journal.load().keySet().stream()
                .sorted()
                .map(probe -> row(probe, LoadPhases.of(journal, probe)))
                .toList();
        if (!rows.isEmpty()) {
            blocks.add("## What users felt");
            blocks.add("Before the first fault → from then until the method’s end → after it.");
            blocks.add(Markdown.table(List.of("Probe", "p50", "p95", "p99", "Slowest", "Errors"), rows));
        }
    }

    private static List<String> row(String probe, LoadPhases phases) {
        return List.of(
                probe,
                Words.change(phases.each(LoadSummary::p50)),
                Words.change(phases.each(LoadSummary::p95)),
                Words.change(phases.each(LoadSummary::p99)),
                Words.change(phases.each(LoadSummary::max)),
                Words.join(phases.each(s -> s.errors().toString())));
    }

    private static void injections(Journal journal, List<String> blocks) {
        if (journal.injections().isEmpty()) {
            return;
        }
        blocks.add("## What was done and taken back");
        blocks.add(Markdown.table(
                List.of("Fault", "Target", "By", "Before", "While on", "After", "On", "Taken back"),
                journal.injections().stream()
                        .map(i -> List.of(
                                i.fault(),
                                i.target(),
                                i.rung(),
                                words(i.before()),
                                words(i.on()) + (i.bites().orElse(true) ? "" : " (no measurable effect)"),
                                words(i.after()),
                                i.injected()
                                        .map(at -> Words.offset(journal, at))
                                        .orElse("–"),
                                Words.takenBack(i)))
                        .toList()));
        var notes = journal.injections().stream()
                .flatMap(i -> i.notes().stream().map(note -> i.fault() + ": " + note))
                .distinct()
                .toList();
        if (!notes.isEmpty()) {
            blocks.add(Markdown.list(notes));
        }
    }

    private static String words(Optional<Reading> reading) {
        return reading.map(Reading::words).orElse("–");
    }

    private static void proof(Journal journal, List<String> blocks) {
        journal.proof().ifPresent(proof -> {
            blocks.add((proof.clean() ? "✓ " : "**!** ") + Markdown.text(proof.words()) + ".");
            if (!proof.clean()) {
                blocks.add(Markdown.list(
                        proof.residue().stream().map(Proof.Residue::words).toList()));
            }
        });
    }

    private static void guards(Journal journal, List<String> blocks) {
        if (!journal.guards().isEmpty()) {
            blocks.add("## Guards");
            blocks.add(Markdown.table(
                    List.of("Guard", "State", "Breaches", "Last seen"),
                    journal.guards().stream()
                            .map(g -> List.of(
                                    g.name(),
                                    g.tripped()
                                            .map(at -> "■ tripped at " + Words.offset(journal, at))
                                            .orElse("✓ held"),
                                    Integer.toString(g.breaches()),
                                    g.words()))
                            .toList()));
        }
    }

    private static void recovery(Journal journal, List<String> blocks) {
        if (!journal.recoveries().isEmpty()) {
            blocks.add("## Recovery");
            blocks.add(Markdown.table(
                    List.of("Fault", "Seen by", "Time to detect", "Time to recover"),
                    journal.recoveries().stream()
                            .map(r -> List.of(
                                    RecoverySection.fault(journal, r),
                                    r.probe(),
                                    r.timeToDetect().map(Span::words).orElse("never left its limits"),
                                    RecoverySection.timeToRecover(r)))
                            .toList()));
        }
    }
}
