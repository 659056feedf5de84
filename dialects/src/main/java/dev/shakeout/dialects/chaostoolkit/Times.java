package dev.shakeout.dialects.chaostoolkit;

import dev.shakeout.model.Json;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Moments and spans as Chaos Toolkit's journal has them: UTC, and seconds. */
final class Times {
    private static final DateTimeFormatter MICROS = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSSxxx");
    private static final DateTimeFormatter NANOS = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSSSSSxxx");

    private Times() {}

    /** Six digits, as Python writes and reads them; nine only where fewer would lose something. */
    static Json instant(Instant instant) {
        var utc = instant.atOffset(ZoneOffset.UTC);
        return Json.of((utc.getNano() % 1000 == 0 ? MICROS : NANOS).format(utc));
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
