package dev.shakeout.report;

import dev.shakeout.model.Journal;
import dev.shakeout.model.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What is looked up and not read: folded away under the rest. */
final class MarkdownDetails {
    private MarkdownDetails() {}

    static void add(Entry entry, List<String> blocks) {
        var journal = entry.journal();
        if (!journal.run().isEmpty()) {
            fold("Method", method(journal), blocks);
        }
        if (!journal.radii().isEmpty()) {
            fold("Blast radius", radii(journal), blocks);
        }
        journal.proof()
                .map(proof -> proof.meanwhile())
                .filter(meanwhile -> !meanwhile.isEmpty())
                .ifPresent(meanwhile -> fold("Changed meanwhile, not by this run", Markdown.list(meanwhile), blocks));
        fold("Environment", environment(journal), blocks);
        blocks.add("Run it again with the same random choices:");
        blocks.add(Markdown.block(entry.rerun()));
    }

    private static void fold(String summary, String content, List<String> blocks) {
        blocks.add("<details><summary>" + summary + "</summary>");
        blocks.add(content);
        blocks.add("</details>");
    }

    private static String method(Journal journal) {
        return Markdown.table(
                List.of("When", "Activity", "Took", "Status", "Result"),
                Stream.concat(journal.run().stream(), journal.rollbacks().stream())
                        .map(ran -> List.of(
                                Words.offset(journal, ran.start()),
                                ran.name(),
                                Span.words(ran.duration()),
                                ran.status().orElse("interrupted"),
                                Plain.shortened(Check.words(ran), 200)))
                        .toList());
    }

    private static String radii(Journal journal) {
        return Markdown.table(
                List.of("Activity", "Kind", "Hit", "Found", "Share", "Services", "Protected"),
                journal.radii().stream()
                        .map(r -> List.of(
                                r.activity(),
                                r.kind(),
                                Integer.toString(r.chosen()),
                                Integer.toString(r.found()),
                                r.share().toString(),
                                Words.services(r),
                                Words.spared(r)))
                        .toList());
    }

    private static String environment(Journal journal) {
        var rows = new ArrayList<>(List.of(
                List.of("started", Words.moment(journal.start())),
                List.of("took", Span.words(journal.duration())),
                List.of("run", journal.runId()),
                List.of("seed", Long.toString(journal.seed())),
                List.of("shakeout", journal.version())));
        journal.interruptedBy().ifPresent(by -> rows.add(List.of("interrupted by", by)));
        journal.environment().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(e -> rows.add(List.of(e.getKey(), e.getValue())));
        return Markdown.table(List.of("", ""), rows);
    }
}
