package dev.shakeout.report;

import dev.shakeout.model.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Each finding with its evidence and the draft for the runbook. */
final class MarkdownFindings {
    private MarkdownFindings() {}

    static void add(Entry entry, List<String> blocks) {
        if (!entry.journal().findings().isEmpty()) {
            blocks.add("## Findings");
            entry.journal().findings().forEach(finding -> add(finding, entry, blocks));
        }
    }

    private static void add(Finding finding, Entry entry, List<String> blocks) {
        var runbook = RunbookEntry.of(finding, entry);
        blocks.add("### " + Markdown.text(finding.title()));
        var evidence = new ArrayList<>(List.of(
                "Where: " + finding.where(),
                "Evidence: " + finding.evidence(),
                "When: " + Words.offset(entry.journal(), finding.moment()) + ", " + Words.clock(finding.moment())));
        finding.faults().forEach(fault -> evidence.add("Fault then: " + fault));
        blocks.add(Markdown.list(evidence));
        blocks.add("**Draft for the runbook** (owner: " + runbook.owner() + ")");
        blocks.add(
                "Symptom: " + Markdown.text(runbook.symptom()) + "\\\nLikely cause: " + Markdown.text(runbook.cause()));
        blocks.add("Check:");
        blocks.add(numbered(runbook.check()));
        blocks.add("Mitigate:");
        blocks.add(numbered(runbook.mitigate()));
        blocks.add("Verify the fix:");
        blocks.add(Markdown.block(runbook.verify()));
    }

    private static String numbered(List<String> steps) {
        return String.join(
                "\n",
                IntStream.range(0, steps.size())
                        .mapToObj(i -> (i + 1) + ". " + Markdown.text(steps.get(i)))
                        .toList());
    }
}
