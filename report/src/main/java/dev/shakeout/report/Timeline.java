package dev.shakeout.report;

import dev.shakeout.model.Journal;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The moments of a run.
 *
 * @param methodEnd the last activity's end or the last fault's undo, whichever is later
 */
record Timeline(
        Instant start,
        Instant end,
        Optional<Instant> methodStart,
        Optional<Instant> methodEnd,
        Optional<Instant> firstFault) {
    /** A fault that was on for less than this, such as a kill, is shown as a moment and not as a span. */
    private static final Duration MOMENT = Duration.ofMillis(150);

    static Timeline of(Journal journal) {
        var starts = journal.run().stream().map(Journal.Ran::start);
        var faults = journal.injections().stream().flatMap(i -> i.injected().stream());
        var backs = journal.injections().stream().flatMap(i -> i.takenBack().stream());
        var ends = journal.run().stream().map(ran -> ran.start().plus(ran.duration()));
        var firstFault = journal.injections().stream()
                .flatMap(i -> i.injected().stream())
                .min(Comparator.naturalOrder());
        return new Timeline(
                journal.start(),
                journal.end(),
                Stream.concat(starts, faults).min(Comparator.naturalOrder()),
                Stream.concat(ends, backs).max(Comparator.naturalOrder()),
                firstFault);
    }

    /** When a fault was on; equal ends for a fault that is over at once. */
    record On(Instant from, Instant to, boolean takenBack) {
        boolean moment() {
            return Duration.between(from, to).compareTo(MOMENT) < 0;
        }
    }

    static Optional<On> on(Journal journal, Journal.Injected injection) {
        return injection.injected().map(from -> {
            var overAtOnce = journal.recoveries().stream()
                    .filter(r -> r.injection().equals(injection.id()))
                    .anyMatch(r -> r.faultOff().equals(r.faultOn()));
            return overAtOnce
                    ? new On(from, from, true)
                    : new On(
                            from,
                            injection.takenBack().orElse(journal.end()),
                            injection.takenBack().isPresent());
        });
    }
}
