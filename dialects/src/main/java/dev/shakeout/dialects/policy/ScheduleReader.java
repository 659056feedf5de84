package dev.shakeout.dialects.policy;

import dev.shakeout.dialects.Fields;
import dev.shakeout.model.Schedule;
import dev.shakeout.model.Type;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads when something holds: {days, from, to} for hours of the week, {cron, duration}, {date}, or {from, to} between
 * dates.
 */
final class ScheduleReader {
    private static final Type<Duration> DURATION = Type.duration(Duration.ofMinutes(1), Duration.ofDays(31));

    private ScheduleReader() {}

    /**
     * @param others keys that are read elsewhere
     */
    static Optional<Schedule> read(Fields item, List<String> others) {
        if (item.find("cron").isPresent()) {
            allow(item, others, "cron", "duration");
            var cron = item.require("cron", new CronText());
            var duration = item.require("duration", DURATION);
            return cron.isEmpty() || duration.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new Schedule.Cron(cron.get(), duration.get()));
        }
        if (item.find("date").isPresent()) {
            allow(item, others, "date");
            return item.find("date", Forms.DATE).map(ScheduleReader::day);
        }
        return item.find("days").isPresent() || hours(item) ? weekly(item, others) : dates(item, others);
    }

    private static boolean hours(Fields item) {
        return item.find("from")
                .or(() -> item.find("to"))
                .map(value -> value.json().text().strip())
                .filter(text -> text.length() <= "09:00:00".length())
                .isPresent();
    }

    private static Schedule day(LocalDate date) {
        return new Schedule.Dates(date.atStartOfDay(), date.plusDays(1).atStartOfDay());
    }

    private static Optional<Schedule> weekly(Fields item, List<String> others) {
        allow(item, others, "days", "from", "to");
        Set<DayOfWeek> days = item.or("days", new DaysType(), EnumSet.allOf(DayOfWeek.class));
        LocalTime from = item.or("from", Forms.TIME, LocalTime.MIDNIGHT);
        LocalTime to = item.or("to", Forms.END_TIME, LocalTime.MIDNIGHT);
        return Optional.of(new Schedule.Weekly(days, from, to));
    }

    private static Optional<Schedule> dates(Fields item, List<String> others) {
        allow(item, others, "days", "from", "to", "date", "cron", "duration");
        Optional<LocalDateTime> from = item.require("from", Forms.BEGINNING);
        Optional<LocalDateTime> until = item.require("to", Forms.END);
        if (from.isEmpty() || until.isEmpty()) {
            return Optional.empty();
        }
        if (!until.get().isAfter(from.get())) {
            item.problems().at(item.positionOf("to"), "'to' must come after 'from'");
            return Optional.empty();
        }
        return Optional.of(new Schedule.Dates(from.get(), until.get()));
    }

    private static void allow(Fields item, List<String> others, String... keys) {
        var all = new ArrayList<>(List.of(keys));
        all.addAll(others);
        item.allow(all);
    }
}
