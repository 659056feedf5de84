package dev.shakeout.engine;

import dev.shakeout.engine.Occurrences.Stretch;
import dev.shakeout.model.Rule;
import dev.shakeout.model.Schedule;
import dev.shakeout.model.Span;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Whether a run may take place now.
 *
 * @param known how long it lasts at least; it may last longer
 */
record Openings(Instant now, Duration known) {
    private static final Duration AHEAD = Duration.ofDays(32);
    private static final DateTimeFormatter MOMENT = DateTimeFormatter.ofPattern("EEE uuuu-MM-dd HH:mm", Locale.ROOT);

    /** Why the windows keep the run from beginning or from coming to its end, if they do. */
    Optional<String> closed(Rule.Windows rule) {
        List<Stretch> stretches = stretches(rule, now, end());
        Instant covered = now;
        for (Stretch stretch : stretches) {
            if (!stretch.from().isAfter(covered) && stretch.until().isAfter(covered)) {
                covered = stretch.until(); // one that begins before another ends carries it on
            }
        }
        if (covered.equals(now)) {
            return Optional.of("no window is open at " + at(now, rule.zone()) + "; " + next(rule));
        }
        if (covered.isBefore(now.plus(known))) {
            return Optional.of("the window closes at " + at(covered, rule.zone()) + ", and the run lasts at least "
                    + Span.words(known) + " from now, " + at(now, rule.zone()));
        }
        return Optional.empty();
    }

    /** The freeze that the run would touch, if it would. */
    Optional<String> frozen(Rule.Freeze rule) {
        return Occurrences.ofFreezes(rule.zone()).of(rule.when(), now, end()).stream()
                .findFirst()
                .map(stretch -> {
                    String when = stretch.from().isAfter(now)
                            ? "a freeze begins at " + at(stretch.from(), rule.zone()) + ", and the run lasts at least "
                                    + Span.words(known) + " from now, " + at(now, rule.zone())
                            : "runs are frozen until " + at(stretch.until(), rule.zone());
                    return when + rule.reason().map(reason -> ": " + reason).orElse("");
                });
    }

    /** The first moment after the run, as far as that is known; at least one moment is looked at. */
    private Instant end() {
        return known.isZero() ? now.plusNanos(1) : now.plus(known);
    }

    private String next(Rule.Windows rule) {
        for (Duration ahead : List.of(Duration.ofDays(1), AHEAD)) { // near ones first: most are
            List<Stretch> found = stretches(rule, now, now.plus(ahead));
            if (!found.isEmpty()) {
                return "the next one opens at " + at(found.getFirst().from(), rule.zone());
            }
        }
        return "none opens within " + AHEAD.toDays() + " days";
    }

    private static List<Stretch> stretches(Rule.Windows rule, Instant from, Instant until) {
        var occurrences = Occurrences.ofWindows(rule.zone());
        return rule.open().stream()
                .flatMap((Schedule schedule) -> occurrences.of(schedule, from, until).stream())
                .sorted(Comparator.comparing(Stretch::from))
                .toList();
    }

    private static String at(Instant instant, ZoneId zone) {
        return MOMENT.format(instant.atZone(zone)) + " " + zone;
    }
}
