package dev.shakeout.server.store;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * One weakness, however many runs of one experiment have found it in one environment.
 *
 * @param title and the place are what it is known by
 * @param evidence of the last time
 * @param times in how many runs it was found
 * @param openedAt when it was found first, or again after it was said to be fixed
 * @param passed the last whole run since it was found that passed without it
 */
public record KnownFinding(
        String id,
        String experiment,
        String environment,
        String title,
        String place,
        String evidence,
        Instant firstSeen,
        Instant lastSeen,
        String lastRun,
        long times,
        Instant openedAt,
        Standing standing,
        Optional<Passed> passed) {
    /** What people made of it. */
    public enum Status {
        /** Nobody has said anything yet, or it was found again. */
        OPEN,
        /** Somebody knows of it. */
        ACKNOWLEDGED,
        /** Somebody answers for living with it until a moment. */
        ACCEPTED,
        /** Somebody says that it is mended. */
        FIXED;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        public static Status ofWord(String word) {
            return valueOf(word.toUpperCase(Locale.ROOT));
        }
    }

    /**
     * What was said last.
     *
     * @param owner who looks after it; empty when nobody is known to
     * @param ticket where more of it stands; empty without
     * @param reason why it is so; empty without
     * @param until when it was accepted: from when on it counts again
     * @param by id of the user, or of the service token; empty when no person has said anything
     */
    public record Standing(
            Status status,
            String owner,
            String ticket,
            String reason,
            Optional<Instant> until,
            Optional<String> by,
            Instant at) {}

    /** A run that did not find it. */
    public record Passed(String run, Instant at) {}

    /** It is said to be fixed, and a whole run has passed since. */
    public boolean verified() {
        return standing.status() == Status.FIXED
                && passed.filter(run -> run.at().isAfter(standing.at())).isPresent();
    }

    public KnownFinding with(Standing next) {
        return new KnownFinding(
                id,
                experiment,
                environment,
                title,
                place,
                evidence,
                firstSeen,
                lastSeen,
                lastRun,
                times,
                openedAt,
                next,
                passed);
    }
}
