package dev.shakeout.server.schedule;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * What became of a start that was due.
 *
 * @param environment of the schedule then
 * @param at when that was decided
 * @param reason empty for one that was made in time
 * @param run that was started
 */
public record ScheduledStart(
        String schedule,
        String environment,
        Instant due,
        Instant at,
        Outcome outcome,
        String reason,
        Optional<String> run) {
    /** The same, that comes to nothing. */
    public ScheduledStart skipped(String why, Instant now) {
        return new ScheduledStart(schedule, environment, due, now, Outcome.SKIPPED, why, Optional.empty());
    }

    /** How it came out. */
    public enum Outcome {
        /** A run was started. */
        STARTED,
        /** A run is halted to make room for it, and has not ended yet. */
        WAITING,
        /** The rules of the schedule did not let it. */
        SKIPPED,
        /** It was not possible. */
        REFUSED;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        public static Outcome ofWord(String word) {
            return valueOf(word.toUpperCase(Locale.ROOT));
        }
    }
}
