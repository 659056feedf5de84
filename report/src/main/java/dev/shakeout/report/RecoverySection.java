package dev.shakeout.report;

import static dev.shakeout.report.Markup.group;
import static dev.shakeout.report.Markup.none;
import static dev.shakeout.report.Markup.text;
import static dev.shakeout.report.Page.outside;
import static dev.shakeout.report.Page.paragraph;

import dev.shakeout.model.Journal;
import dev.shakeout.model.Recovery;
import dev.shakeout.model.Span;
import java.time.Duration;
import java.util.List;

/** How fast users noticed each fault, and how fast it was over for them. */
final class RecoverySection {
    private RecoverySection() {}

    static Markup of(Journal journal) {
        if (journal.recoveries().isEmpty()) {
            return none();
        }
        return group(
                Page.table(
                        "How the system bore each fault",
                        List.of("Fault", "Seen by", "Time to detect", "Time to recover", "In words"),
                        journal.recoveries().stream().map(r -> row(journal, r)).toList()),
                paragraph(
                        "quiet",
                        text("Time to detect runs from the fault coming on to the first second outside the limits; time"
                                + " to recover runs from the fault being over to the last second outside them.")));
    }

    private static List<Markup> row(Journal journal, Recovery recovery) {
        return List.of(
                outside(fault(journal, recovery)),
                outside(recovery.probe()),
                text(recovery.timeToDetect().map(Span::words).orElse("never left its limits")),
                text(timeToRecover(recovery)),
                outside(Words.recovery(recovery)));
    }

    static String timeToRecover(Recovery recovery) {
        return recovery.timeToDetect().isEmpty()
                ? "–"
                : recovery.timeToRecover().map(RecoverySection::words).orElse("not within the run");
    }

    /** The slowest recovery of a run, in a word or two. */
    static String slowest(Journal journal) {
        var hit = journal.recoveries().stream()
                .filter(r -> r.timeToDetect().isPresent())
                .toList();
        if (hit.isEmpty()) {
            return "never left its limits";
        }
        return hit.stream().anyMatch(r -> r.timeToRecover().isEmpty())
                ? "not within the run"
                : Summary.slowest(journal)
                        .map(time -> (time.isZero() ? "" : "in ") + words(time))
                        .orElse("–");
    }

    private static String words(Duration time) {
        return time.isZero() ? "while it was on" : Span.words(time);
    }

    /** The fault by its words, where the journal has an injection of that id. */
    static String fault(Journal journal, Recovery recovery) {
        return journal.injections().stream()
                .filter(i -> i.id().equals(recovery.injection()))
                .findFirst()
                .map(i -> i.fault() + " on " + Summary.name(i.target()))
                .orElse(recovery.injection());
    }
}
