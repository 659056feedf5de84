package dev.shakeout.server.schedule;

import com.cronutils.model.definition.CronDefinition;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import dev.shakeout.model.BadValue;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Optional;

/**
 * The five fields of crontab(5), by the wall clock: which moments these are is a matter of {@link Timing}. Beside what cron has, L is
 * the last day of a month, 5L its last Friday, 1#2 its second Monday.
 */
final class Cron {
    private static final CronDefinition DEFINITION = definition();

    private final String text;
    private final ExecutionTime times;

    private Cron(String text, ExecutionTime times) {
        this.text = text;
        this.times = times;
    }

    private static CronDefinition definition() {
        return CronDefinitionBuilder.defineCron()
                .withMinutes()
                .withStrictRange()
                .and()
                .withHours()
                .withStrictRange()
                .and()
                .withDayOfMonth()
                .supportsL()
                .withStrictRange()
                .and()
                .withMonth()
                .withStrictRange()
                .and()
                .withDayOfWeek()
                .withValidRange(0, 7)
                .withMondayDoWValue(1)
                .withIntMapping(7, 0)
                .supportsHash()
                .supportsL()
                .withStrictRange()
                .and()
                .withSupportedNicknameYearly()
                .withSupportedNicknameAnnually()
                .withSupportedNicknameMonthly()
                .withSupportedNicknameWeekly()
                .withSupportedNicknameDaily()
                .withSupportedNicknameMidnight()
                .withSupportedNicknameHourly()
                .instance();
    }

    /** @throws BadValue it is none */
    static Cron parse(String text) {
        try {
            var cron = new CronParser(DEFINITION).parse(text).validate();
            return new Cron(cron.asString(), ExecutionTime.forCron(cron));
        } catch (IllegalArgumentException e) {
            throw new BadValue("'" + text
                    + "' is not a cron expression of five fields (minute, hour, day of month, month,"
                    + " day of week), nor one of @hourly, @daily, @weekly, @monthly, @yearly: " + e.getMessage());
        }
    }

    /** With five fields and numbers, whatever was written. */
    String text() {
        return text;
    }

    /** Empty when there is none, as on 30 February. */
    Optional<LocalDateTime> after(LocalDateTime time) {
        return times.nextExecution(time.atZone(ZoneOffset.UTC)).map(found -> found.toLocalDateTime());
    }

    /** The last one before a time. */
    Optional<LocalDateTime> before(LocalDateTime time) {
        return times.lastExecution(time.atZone(ZoneOffset.UTC)).map(found -> found.toLocalDateTime());
    }
}
