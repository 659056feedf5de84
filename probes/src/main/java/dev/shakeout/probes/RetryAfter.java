package dev.shakeout.probes;

import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Map;

/** How long whoever answers wants to be left alone (RFC 9110, 10.2.3): in seconds, or until a moment. */
public final class RetryAfter {
    private static final String NAME = "Retry-After";

    private RetryAfter() {}

    /** Zero when nothing of it is said, or what is said makes no sense. */
    public static Duration of(Map<String, String> headers, Instant now) {
        String text = headers.getOrDefault(NAME, "").strip();
        if (text.matches("\\d{1,9}")) {
            return Duration.ofSeconds(Long.parseLong(text));
        }
        try {
            Instant until = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            return until.isAfter(now) ? Duration.between(now, until) : Duration.ZERO;
        } catch (DateTimeParseException _) {
            return Duration.ZERO;
        }
    }
}
