package dev.shakeout.cli;

import dev.shakeout.model.BadValue;
import dev.shakeout.model.InvalidInput;
import dev.shakeout.model.Problem;
import dev.shakeout.model.Span;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/** Moments as a person gives them to a command. */
final class Moments {
    static final String FORMS =
            "a moment such as 2026-12-24T18:00:00Z, a day such as 2026-12-24 (in UTC), or a time from"
                    + " now such as 30d";

    private Moments() {}

    /**
     * The moment that is meant; of a day its beginning.
     *
     * @throws InvalidInput it is none
     */
    static Instant read(String option, String text, Clock clock) {
        try {
            if (text.matches("[0-9]{4}-[0-9]{2}-[0-9]{2}")) {
                return LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
            }
            return text.contains("T")
                    ? OffsetDateTime.parse(text).toInstant()
                    : clock.instant().plus(Span.parse(text));
        } catch (DateTimeException | BadValue _) {
            throw new InvalidInput(Problem.of(option + " " + text + ": must be " + FORMS));
        }
    }
}
