package dev.shakeout.server.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shakeout.model.BadValue;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Words and cron come to the moments that people mean, also when clocks change. */
class TimingTest {
    private static final String BERLIN = "Europe/Berlin";

    /** The next ones by the clock of Berlin, without seconds. */
    private static List<String> next(String text, String after, int count) {
        var timing = Timing.of(text, BERLIN);
        return Stream.iterate(timing.after(Instant.parse(after)), timing::after)
                .limit(count)
                .map(moment ->
                        moment.atZone(ZoneId.of(BERLIN)).toOffsetDateTime().toString())
                .toList();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            every minute | * * * * *
            every 15 minutes | */15 * * * *
            every hour | 0 * * * *
            every 2 hours | 0 */2 * * *
            every day at 02:00 | 0 2 * * *
            Every weekday at 9:30 | 30 9 * * 1-5
            every Tuesday at 10:00 | 0 10 * * 2
            every sunday at 23:59 | 59 23 * * 0
            every Monday,  Wednesday and Friday at 10:05 | 5 10 * * 1,3,5
            every Saturday and Sunday at 00:00 | 0 0 * * 0,6
            on the 1st of every month at 06:00 | 0 6 1 * *
            on the 22nd of every month at 06:00 | 0 6 22 * *
            on the last day of every month at 06:00 | 0 6 L * *
            on the first Monday of every month at 06:00 | 0 6 * * 1#1
            on the fourth Sunday of every month at 06:00 | 0 6 * * 0#4
            on the last Friday of every month at 06:00 | 0 6 * * 5L
            0 10 * * TUE | 0 10 * * 2
            0 9 1 jan,JUL * | 0 9 1 1,7 *
            0 10 * * mon-fri | 0 10 * * 1-5
            0 10 * * 7 | 0 10 * * 0
            @weekly | 0 0 * * 0
            @daily | 0 0 * * *
            @hourly | 0 * * * *
            """)
    void wordsAndCronComeToFiveFields(String text, String cron) {
        assertThat(Timing.of(text, "UTC").cron()).isEqualTo(cron);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "every",
                "every Tuesday",
                "every Tuesday at 10",
                "every Tuesday at 24:00",
                "Tuesday at 10:00",
                "every day at 10:00 and 12:00",
                "tomorrow",
                "every other Tuesday at 10:00",
                "on the 1st at 06:00",
                "0 10 * *",
                "0 10 * * * *",
                "60 * * * *",
                "0 10 * * 8",
                "0 22-2 * * *",
                "@reboot",
                "* * * * x"
            })
    void whatIsNotUnderstoodIsRefusedAndTheMessageSaysWhatIs(String text) {
        assertThatThrownBy(() -> Timing.of(text, "UTC"))
                .isInstanceOf(BadValue.class)
                .message()
                .containsAnyOf("'every Tuesday at 10:00'", "five fields");
    }

    @Test
    void whatIsNotTheSameTimeApartIsRefused() {
        assertThatThrownBy(() -> Timing.of("every 5 hours", "UTC"))
                .hasMessage("'every 5 hours' does not divide the 24 hours of a day; possible are 1, 2, 3, 4, 6, 8, 12");
        assertThatThrownBy(() -> Timing.of("every 45 minutes", "UTC")).hasMessageContaining("10, 12, 15, 20, 30");
        assertThatThrownBy(() -> Timing.of("every 0 minutes", "UTC")).isInstanceOf(BadValue.class);
        assertThatThrownBy(() -> Timing.of("on the 31st of every month at 06:00", "UTC"))
                .hasMessageContaining("on the last day of every month");
    }

    @Test
    void aDayThatNeverComesAndAPlaceWithoutAClockAreRefused() {
        assertThatThrownBy(() -> Timing.of("0 0 30 2 *", "UTC")).hasMessageContaining("never comes");
        assertThatThrownBy(() -> Timing.of("@daily", "Berlin")).hasMessageContaining("Europe/Berlin");
        assertThatThrownBy(() -> Timing.of("@daily", "")).isInstanceOf(BadValue.class);
    }

    @Test
    void timesAreThoseOfTheZone() {
        assertThat(next("every Tuesday at 10:00", "2026-03-20T00:00:00Z", 3))
                .containsExactly("2026-03-24T10:00+01:00", "2026-03-31T10:00+02:00", "2026-04-07T10:00+02:00");
        assertThat(next("every Tuesday at 10:00", "2026-03-24T09:00:00Z", 1))
                .as("after is not at")
                .containsExactly("2026-03-31T10:00+02:00");
        assertThat(next("on the last day of every month at 06:00", "2028-01-31T08:00:00Z", 2))
                .containsExactly("2028-02-29T06:00+01:00", "2028-03-31T06:00+02:00");
    }

    @Test
    void aDayOfTheMonthAndADayOfTheWeekAreEither() {
        assertThat(next("0 10 13 * FRI", "2026-01-07T00:00:00Z", 3))
                .containsExactly("2026-01-09T10:00+01:00", "2026-01-13T10:00+01:00", "2026-01-16T10:00+01:00");
    }

    /** On 29 March 2026, 02:00 is followed by 03:00 in Berlin. */
    @Test
    void whatIsLeftOutInSpringIsDueAtTheChange() {
        assertThat(next("every day at 02:30", "2026-03-28T00:00:00Z", 3))
                .containsExactly("2026-03-28T02:30+01:00", "2026-03-29T03:00+02:00", "2026-03-30T02:30+02:00");
        assertThat(next("every 30 minutes", "2026-03-29T00:20:00Z", 3))
                .as("all that is left out is due once")
                .containsExactly("2026-03-29T01:30+01:00", "2026-03-29T03:00+02:00", "2026-03-29T03:30+02:00");
    }

    /** On 25 October 2026, 03:00 is followed by 02:00 in Berlin. */
    @Test
    void whatComesTwiceInAutumnIsDueTheFirstTimeAlone() {
        assertThat(next("every day at 02:30", "2026-10-24T12:00:00Z", 2))
                .containsExactly("2026-10-25T02:30+02:00", "2026-10-26T02:30+01:00");
        assertThat(next("every day at 02:30", "2026-10-25T01:10:00Z", 1))
                .as("asked between the two")
                .containsExactly("2026-10-26T02:30+01:00");
        assertThat(next("every hour", "2026-10-24T23:30:00Z", 3))
                .containsExactly("2026-10-25T02:00+02:00", "2026-10-25T03:00+01:00", "2026-10-25T04:00+01:00");
    }

    @Test
    void theLastOneIsTheOneBeforeTheNext() {
        for (String text : List.of("every day at 02:30", "every 30 minutes", "every Tuesday at 10:00")) {
            var timing = Timing.of(text, BERLIN);
            for (String day : List.of("2026-03-28T20:00:00Z", "2026-10-24T20:00:00Z")) {
                Instant first = timing.after(Instant.parse(day));
                Instant one = first;
                for (int i = 0; i < 30; i++) {
                    Instant next = timing.after(one);
                    assertThat(timing.last(first, one)).contains(one);
                    assertThat(timing.last(first, next.minusMillis(1)))
                            .as("%s before %s", text, next)
                            .contains(one);
                    one = next;
                }
                assertThat(timing.last(first, first.minusMillis(1))).isEmpty();
            }
        }
    }
}
