package dev.shakeout.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shakeout.engine.Occurrences.Stretch;
import dev.shakeout.model.Schedule;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Schedules follow the wall clock, through midnight, leap days and changes of the clock. */
class OccurrencesTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final Set<DayOfWeek> DAILY = EnumSet.allOf(DayOfWeek.class);

    private static Schedule weekly(Set<DayOfWeek> days, String from, String until) {
        return new Schedule.Weekly(days, LocalTime.parse(from), LocalTime.parse(until));
    }

    private static Schedule cron(String expression, Duration duration) {
        return new Schedule.Cron(expression, duration);
    }

    private static List<Stretch> windows(Schedule schedule, String from, String until) {
        return Occurrences.ofWindows(BERLIN).of(schedule, Instant.parse(from), Instant.parse(until));
    }

    private static List<Stretch> freezes(Schedule schedule, String from, String until) {
        return Occurrences.ofFreezes(BERLIN).of(schedule, Instant.parse(from), Instant.parse(until));
    }

    private static Stretch stretch(String from, String until) {
        return new Stretch(Instant.parse(from), Instant.parse(until));
    }

    @Test
    void hoursOfAWeekdayAreThoseOfItsZone() {
        var friday = weekly(EnumSet.of(DayOfWeek.FRIDAY), "09:00", "17:00");

        assertThat(windows(friday, "2026-11-23T00:00:00Z", "2026-11-30T00:00:00Z"))
                .as("winter time is an hour ahead of UTC")
                .containsExactly(stretch("2026-11-27T08:00:00Z", "2026-11-27T16:00:00Z"));
        assertThat(windows(friday, "2026-07-20T00:00:00Z", "2026-07-27T00:00:00Z"))
                .as("summer time is two")
                .containsExactly(stretch("2026-07-24T07:00:00Z", "2026-07-24T15:00:00Z"));
    }

    @Test
    void aZoneBoundaryCanMakeItAnotherDay() {
        var monday = weekly(EnumSet.of(DayOfWeek.MONDAY), "00:00", "01:00");

        assertThat(Occurrences.ofWindows(ZoneId.of("Pacific/Kiritimati"))
                        .of(monday, Instant.parse("2026-11-22T10:30:00Z"), Instant.parse("2026-11-22T10:31:00Z")))
                .as("Monday begins there at 10:00 UTC on Sunday")
                .containsExactly(stretch("2026-11-22T10:00:00Z", "2026-11-22T11:00:00Z"));
        assertThat(Occurrences.ofWindows(ZoneId.of("Pacific/Pago_Pago"))
                        .of(monday, Instant.parse("2026-11-23T11:30:00Z"), Instant.parse("2026-11-23T11:31:00Z")))
                .hasSize(1);
    }

    @Test
    void hoursAcrossMidnightBelongToTheDayTheyBeginOn() {
        var nights = weekly(EnumSet.of(DayOfWeek.FRIDAY), "22:00", "06:00");

        assertThat(windows(nights, "2026-11-28T03:00:00Z", "2026-11-28T03:01:00Z"))
                .as("early on Saturday, of Friday's night")
                .containsExactly(stretch("2026-11-27T21:00:00Z", "2026-11-28T05:00:00Z"));
        assertThat(windows(nights, "2026-11-27T03:00:00Z", "2026-11-27T03:01:00Z"))
                .as("early on Friday, of Thursday's night")
                .isEmpty();
    }

    @Test
    void theSameTimeTwiceIsAWholeDay() {
        assertThat(windows(
                        weekly(EnumSet.of(DayOfWeek.FRIDAY), "00:00", "00:00"),
                        "2026-11-27T12:00:00Z",
                        "2026-11-27T12:01:00Z"))
                .containsExactly(stretch("2026-11-26T23:00:00Z", "2026-11-27T23:00:00Z"));
    }

    @Test
    void theEndIsNoPartOfIt() {
        var hours = weekly(DAILY, "09:00", "17:00");

        assertThat(windows(hours, "2026-11-27T16:00:00Z", "2026-11-27T16:00:01Z"))
                .isEmpty();
        assertThat(windows(hours, "2026-11-27T15:59:59Z", "2026-11-27T16:00:00Z"))
                .hasSize(1);
        assertThat(windows(hours, "2026-11-27T07:59:59Z", "2026-11-27T08:00:00Z"))
                .isEmpty();
    }

    @Test
    void inTheHourThatIsLeftOutTheClockChangeCounts() {
        // 2027-03-28: 02:00 becomes 03:00 at 01:00 UTC
        assertThat(windows(weekly(DAILY, "01:00", "02:30"), "2027-03-28T00:00:00Z", "2027-03-28T12:00:00Z"))
                .containsExactly(stretch("2027-03-28T00:00:00Z", "2027-03-28T01:00:00Z"));
        assertThat(windows(weekly(DAILY, "02:30", "04:00"), "2027-03-28T00:00:00Z", "2027-03-28T12:00:00Z"))
                .containsExactly(stretch("2027-03-28T01:00:00Z", "2027-03-28T02:00:00Z"));
        assertThat(windows(weekly(DAILY, "02:10", "02:50"), "2027-03-28T00:00:00Z", "2027-03-28T12:00:00Z"))
                .as("hours that do not exist on that day")
                .isEmpty();
    }

    @Test
    void inTheHourThatComesTwiceAWindowEndsTheFirstTimeAndAFreezeTheSecond() {
        // 2026-10-25: 03:00 becomes 02:00 at 01:00 UTC, so 02:30 is at 00:30 and at 01:30 UTC
        var hours = weekly(DAILY, "01:00", "02:30");

        assertThat(windows(hours, "2026-10-24T22:30:00Z", "2026-10-25T12:00:00Z"))
                .containsExactly(stretch("2026-10-24T23:00:00Z", "2026-10-25T00:30:00Z"));
        assertThat(freezes(hours, "2026-10-24T22:30:00Z", "2026-10-25T12:00:00Z"))
                .containsExactly(stretch("2026-10-24T23:00:00Z", "2026-10-25T01:30:00Z"));
        assertThat(freezes(weekly(DAILY, "02:15", "02:30"), "2026-10-24T22:30:00Z", "2026-10-25T12:00:00Z"))
                .as("both times, and what lies between")
                .containsExactly(stretch("2026-10-25T00:15:00Z", "2026-10-25T01:30:00Z"));
    }

    @Test
    void aDayWithAClockChangeIsLongerOrShorter() {
        var days = weekly(DAILY, "00:00", "00:00");

        assertThat(windows(days, "2026-10-25T10:00:00Z", "2026-10-25T10:01:00Z"))
                .extracting(day -> Duration.between(day.from(), day.until()))
                .containsExactly(Duration.ofHours(25));
        assertThat(windows(days, "2027-03-28T10:00:00Z", "2027-03-28T10:01:00Z"))
                .extracting(day -> Duration.between(day.from(), day.until()))
                .containsExactly(Duration.ofHours(23));
    }

    @Test
    void datesHoldOnceAndLeapDaysAreDays() {
        var leap = new Schedule.Dates(LocalDateTime.parse("2028-02-29T00:00"), LocalDateTime.parse("2028-03-01T00:00"));

        assertThat(freezes(leap, "2028-02-29T11:00:00Z", "2028-02-29T11:01:00Z"))
                .containsExactly(stretch("2028-02-28T23:00:00Z", "2028-02-29T23:00:00Z"));
        assertThat(freezes(leap, "2029-02-28T11:00:00Z", "2029-03-01T11:01:00Z"))
                .isEmpty();
        assertThat(freezes(cron("0 0 29 2 *", Duration.ofHours(24)), "2026-01-01T00:00:00Z", "2029-01-01T00:00:00Z"))
                .containsExactly(stretch("2028-02-28T23:00:00Z", "2028-02-29T23:00:00Z"));
    }

    @Test
    void cronNamesMomentsOfTheWallClock() {
        var saturdays = cron("0 22 * * sat", Duration.ofHours(2));

        assertThat(windows(saturdays, "2026-07-25T21:59:59Z", "2026-07-25T22:00:00Z"))
                .as("the last second before midnight")
                .containsExactly(stretch("2026-07-25T20:00:00Z", "2026-07-25T22:00:00Z"));
        assertThat(windows(saturdays, "2026-07-25T22:00:00Z", "2026-08-02T00:00:00Z"))
                .containsExactly(stretch("2026-08-01T20:00:00Z", "2026-08-01T22:00:00Z"));
        assertThat(windows(saturdays, "2026-11-28T22:59:00Z", "2026-11-28T22:59:30Z"))
                .containsExactly(stretch("2026-11-28T21:00:00Z", "2026-11-28T23:00:00Z"));
    }

    @Test
    void cronTakesADayOfMonthAndADayOfWeekAsEither() {
        assertThat(CronTimes.between(
                        "0 0 13 * 5", LocalDateTime.parse("2026-12-09T00:00"), LocalDateTime.parse("2026-12-18T00:00")))
                .as("crontab(5): the 13th and every Friday")
                .extracting(time -> time.toLocalDate().getDayOfMonth())
                .containsExactly(11, 13, 18);
    }

    @Test
    void cronCrossesClockChangesAsWeekdaysDo() {
        assertThat(windows(cron("30 2 * * *", Duration.ofHours(1)), "2027-03-28T00:00:00Z", "2027-03-28T12:00:00Z"))
                .as("02:30 does not exist; 03:30 does")
                .containsExactly(stretch("2027-03-28T01:00:00Z", "2027-03-28T01:30:00Z"));
        assertThat(freezes(cron("30 1 * * *", Duration.ofHours(1)), "2026-10-24T23:00:00Z", "2026-10-25T12:00:00Z"))
                .containsExactly(stretch("2026-10-24T23:30:00Z", "2026-10-25T01:30:00Z"));
    }

    @Test
    void aWeeklyScheduleAndItsCronAreTheSame() {
        long seed = System.nanoTime();
        var random = new Random(seed);
        for (int i = 0; i < 60; i++) {
            int hour = random.nextInt(24);
            int minute = random.nextInt(60);
            int length = 1 + random.nextInt(1439);
            LocalTime from = LocalTime.of(hour, minute);
            Instant begin = Instant.parse("2026-01-01T00:00:00Z").plusSeconds(random.nextInt(365 * 86_400));
            Instant end = begin.plusSeconds(1 + random.nextInt(3 * 86_400));

            assertThat(Occurrences.ofFreezes(BERLIN)
                            .of(new Schedule.Weekly(DAILY, from, from.plusMinutes(length)), begin, end))
                    .as("seed %d", seed)
                    .isEqualTo(Occurrences.ofFreezes(BERLIN)
                            .of(cron(minute + " " + hour + " * * *", Duration.ofMinutes(length)), begin, end));
        }
    }
}
