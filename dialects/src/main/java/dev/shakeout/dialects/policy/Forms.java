package dev.shakeout.dialects.policy;

import dev.shakeout.dialects.Name;
import dev.shakeout.model.BadValue;
import dev.shakeout.model.Json;
import dev.shakeout.model.Nearest;
import dev.shakeout.model.Type;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;

/** The forms in which a policy writes times and addresses. */
final class Forms {
    static final Type<LocalTime> TIME = new Form<>("time", "a time of day such as 09:00", LocalTime::parse);

    /** The end of a stretch of hours. */
    static final Type<LocalTime> END_TIME = new Form<>(
            "time",
            "a time of day such as 17:00, at most 24:00",
            text -> text.equals("24:00") ? LocalTime.MIDNIGHT : LocalTime.parse(text));

    private static final String DATE_OR_MOMENT = "a date such as 2026-12-24, or a moment such as 2026-12-24T18:00";

    static final Type<LocalDate> DATE = new Form<>("date", "a date such as 2026-12-24", LocalDate::parse);

    static final Type<LocalDateTime> BEGINNING = new Form<>(
            "date",
            DATE_OR_MOMENT,
            text -> text.contains("T")
                    ? LocalDateTime.parse(text)
                    : LocalDate.parse(text).atStartOfDay());

    /** The first moment after it: a date alone means the whole day. */
    static final Type<LocalDateTime> END = new Form<>(
            "date",
            DATE_OR_MOMENT,
            text -> text.contains("T")
                    ? LocalDateTime.parse(text)
                    : LocalDate.parse(text).plusDays(1).atStartOfDay());

    static final Type<Instant> INSTANT = new Form<>(
            "moment",
            "a moment with its offset, such as 2026-12-24T18:00:00Z or 2026-12-24T18:00:00+01:00",
            text -> OffsetDateTime.parse(text).toInstant());

    static final Type<String> SHA_256 = new Form<>("digest", "a SHA-256 in 64 hexadecimal digits", text -> {
        if (!text.matches("[0-9a-fA-F]{64}")) {
            throw new IllegalArgumentException();
        }
        return text.toLowerCase(Locale.ROOT);
    });

    static final Type<URI> HTTP = new Form<>("url", "an address such as http://flags.internal:8016", text -> {
        URI uri = URI.create(text);
        if (uri.getHost() == null || !List.of("http", "https").contains(String.valueOf(uri.getScheme()))) {
            throw new IllegalArgumentException();
        }
        return uri;
    });

    static final Type<ZoneId> ZONE = new Type<>() {
        @Override
        public String name() {
            return "time zone";
        }

        @Override
        public String allowed() {
            return "a time zone such as Europe/Berlin or UTC";
        }

        @Override
        public Json.Obj schema() {
            return Name.TYPE.schema().with("examples", Json.of(List.of(Json.of("UTC"), Json.of("Europe/Berlin"))));
        }

        @Override
        public ZoneId parse(Json json) {
            String text = Name.TYPE.parse(json).strip();
            try {
                return ZoneId.of(text);
            } catch (DateTimeException _) {
                throw new BadValue(
                        "'" + text + "' is not " + allowed() + Nearest.suggestion(text, ZoneId.getAvailableZoneIds()));
            }
        }
    };

    private Forms() {}
}
