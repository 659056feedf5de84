package dev.shakeout.server.run;

import dev.shakeout.dialects.chaostoolkit.JournalReader;
import dev.shakeout.engine.ChildFolder;
import dev.shakeout.model.InvalidInput;
import dev.shakeout.model.Journal;
import dev.shakeout.model.Verdict;
import dev.shakeout.report.gate.Evidence;
import dev.shakeout.server.notify.News;
import dev.shakeout.server.store.StoredRun;
import dev.shakeout.server.store.Work;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a run came to, from what is in its folder.
 *
 * @param verdict empty when it never got as far
 * @param text of its journal
 */
record Outcome(Optional<Verdict> verdict, List<String> reasons, Optional<Journal> journal, Optional<String> text) {
    private static final int USAGE = 2;

    private static final Set<Verdict> NOTHING_SEEN = Set.of(Verdict.ABORTED, Verdict.REFUSED, Verdict.UNSAFE);

    static Outcome without(Optional<Verdict> verdict, List<String> reasons) {
        return new Outcome(verdict, reasons, Optional.empty(), Optional.empty());
    }

    /** Of one that is under way no longer. */
    static Outcome of(ChildFolder folder) {
        try {
            if (Files.isRegularFile(folder.journal())) {
                return read(folder);
            }
            String complaint = folder.errors();
            Optional<Integer> status = folder.status();
            if (status.isEmpty() || folder.wasKilled()) {
                return without(
                        Optional.of(Verdict.FAILED),
                        List.of("its process was ended before it could write a journal" + after(complaint)));
            }
            return without(
                    status.filter(code -> code != USAGE).map(Outcome::byExitCode),
                    List.of(complaint.isEmpty() ? "it ended with status " + status.get() : complaint));
        } catch (IOException e) {
            return without(Optional.of(Verdict.FAILED), List.of("what it left cannot be read: " + e.getMessage()));
        }
    }

    /** Ends a run with this, and tells all whom that concerns but the audit log. */
    void end(StoredRun run, Instant now, Work work) {
        work.runs().end(run.id(), verdict, reasons, now);
        text.ifPresent(words -> work.journals().add(run.id(), words));
        journal.map(found -> Evidence.of("run " + run.id(), found)).ifPresent(evidence -> {
            work.evidence().add(run.id(), evidence);
            Findings.note(run, evidence, now, work);
        });
        News.ended(
                run,
                journal.map(Journal::start),
                verdict,
                reasons,
                journal.map(Journal::findings).orElse(List.of()),
                now,
                work);
    }

    private static Outcome read(ChildFolder folder) throws IOException {
        String text = Files.readString(folder.journal());
        try {
            Journal journal = JournalReader.read("journal", text);
            return new Outcome(
                    Optional.of(journal.verdict()), journal.reasons(), Optional.of(journal), Optional.of(text));
        } catch (InvalidInput e) {
            return without(Optional.of(Verdict.FAILED), List.of("its journal cannot be read: " + e.getMessage()));
        }
    }

    private static String after(String complaint) {
        return complaint.isEmpty() ? "" : ": " + complaint;
    }

    /** Nothing that must have been seen is believed without a journal: a JVM that could not start ends as a deviation does. */
    private static Verdict byExitCode(int status) {
        return NOTHING_SEEN.stream()
                .filter(verdict -> verdict.exitCode() == status)
                .findFirst()
                .orElse(Verdict.FAILED);
    }

    /** With more to say, before all else. */
    Outcome because(List<String> more) {
        var all = new ArrayList<>(more);
        all.addAll(reasons);
        return new Outcome(verdict, all, journal, text);
    }

    /** Somebody asked for its end: that is why it was aborted, and nothing that makes up for what is still there. */
    Outcome halted(String why) {
        if (why.isEmpty() || verdict.isEmpty()) {
            return this;
        }
        return switch (verdict.get()) {
            case ABORTED -> because(List.of(why));
            case UNSAFE -> {
                var all = new ArrayList<>(reasons);
                all.add(why);
                yield new Outcome(verdict, all, journal, text);
            }
            default -> this; // it had come to that before
        };
    }

    /** Something that it has changed is still there, whatever it says itself. */
    Outcome unsafe(List<String> leftovers) {
        return new Outcome(Optional.of(Verdict.UNSAFE), reasons, journal, text).because(leftovers);
    }
}
