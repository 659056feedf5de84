package dev.shakeout.dialects.chaostoolkit;

import dev.shakeout.model.Json;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/** Moments and spans as Chaos Toolkit's journal has them: UTC, and seconds. */
final class Times {
    private Times() {}

    /** Six digits, as Python writes and reads them; nine only where fewer would lose something. */
    static Json instant(Instant instant) {
        var utc = LocalDateTime.ofEpochSecond(instant.getEpochSecond(), 0, ZoneOffset.UTC);
        var text = new StringBuilder(35).append(utc); // which leaves out seconds that are 0
        if (utc.getSecond() == 0) {
            text.append(":00");
        }
        int nanos = instant.getNano();
        boolean micros = nanos % 1000 == 0;
        return Json.of(text.append('.')
                .append(digits(micros ? nanos / 1000 : nanos, micros ? 6 : 9))
                .append("+00:00")
                .toString());
    }

    private static String digits(int number, int count) {
        String digits = Integer.toString(number);
        return "0".repeat(count - digits.length()) + digits;
    }

    /** Journals of old have no zone. */
    static Instant instant(String text) {
        boolean zoned = text.endsWith("Z") || text.contains("+");
        return zoned
                ? OffsetDateTime.parse(text).toInstant()
                : LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
    }

    static Json duration(Duration duration) {
        var seconds = BigDecimal.valueOf(duration.getSeconds())
                .add(BigDecimal.valueOf(duration.getNano(), 9))
                .stripTrailingZeros();
        return new Json.Num(seconds.scale() < 0 ? seconds.setScale(0) : seconds);
    }

    static Duration duration(BigDecimal seconds) {
        var whole = seconds.setScale(0, RoundingMode.FLOOR);
        return Duration.ofSeconds(
                whole.longValueExact(),
                seconds.subtract(whole).movePointRight(9).longValue());
    }
}
