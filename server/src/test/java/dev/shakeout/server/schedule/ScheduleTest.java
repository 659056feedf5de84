package dev.shakeout.server.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shakeout.model.BadValue;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a schedule says beside its times. */
class ScheduleTest {
    private static final Instant NOW = Instant.parse("2026-12-01T12:00:00Z");

    private static Schedule schedule(String when, Duration jitter, boolean enabled, Blackout... blackouts) {
        return new Schedule(
                "weekly",
                1,
                new Schedule.Job("slow", Optional.empty(), "staging", Map.of()),
                Timing.of(when, "Pacific/Auckland"),
                new Schedule.Rules(Concurrency.FORBID, new Missed.Skip(), jitter, List.of(blackouts)),
                enabled,
                "t1",
                NOW);
    }

    private static Blackout blackout(String first, String last) {
        return new Blackout(LocalDate.parse(first), LocalDate.parse(last), "peak season");
    }

    @Test
    void theNextOnesAreToldInTheZoneWithoutThoseOnADayOfABlackout() {
        var schedule = schedule(
                "every Tuesday at 10:00",
                Duration.ZERO,
                true,
                blackout("2026-12-20", "2027-01-05"),
                blackout("2026-12-08", "2026-12-08"));
        assertThat(schedule.next(NOW, 3))
                .extracting(moment -> moment.toOffsetDateTime().toString())
                .containsExactly("2026-12-15T10:00+13:00", "2027-01-12T10:00+13:00", "2027-01-19T10:00+13:00");
    }

    @Test
    void nothingIsNextOfOneThatIsNotEnabledOrForEverBlackedOut() {
        assertThat(schedule("@daily", Duration.ZERO, false).next(NOW, 5)).isEmpty();
        assertThat(schedule("@daily", Duration.ZERO, true, blackout("2026-01-01", "9999-12-31"))
                        .next(NOW, 5))
                .isEmpty();
    }

    @Test
    void theDayOfABlackoutIsThatOfTheZone() {
        var schedule = schedule("@daily", Duration.ZERO, true, blackout("2026-12-24", "2026-12-25"));
        assertThat(schedule.blackout(Instant.parse("2026-12-23T10:59:59Z"))).isEmpty();
        assertThat(schedule.blackout(Instant.parse("2026-12-23T11:00:00Z"))).isPresent();
        assertThat(schedule.blackout(Instant.parse("2026-12-25T10:59:59Z"))).isPresent();
        assertThat(schedule.blackout(Instant.parse("2026-12-25T11:00:00Z"))).isEmpty();
    }

    @Test
    void jitterPutsOffByAnyTimeUpToTheLongest() {
        var schedule = schedule("@daily", Duration.ofSeconds(10), true);
        var random = new Random(7);
        var planned = Stream.generate(() -> schedule.planned(NOW, random))
                .limit(2_000)
                .toList();
        assertThat(planned).allMatch(at -> !at.isBefore(NOW) && !at.isAfter(NOW.plusSeconds(10)));
        for (int second = 0; second < 10; second++) {
            Instant from = NOW.plusSeconds(second);
            assertThat(planned)
                    .as("second %d", second)
                    .anyMatch(at -> !at.isBefore(from) && at.isBefore(from.plusSeconds(1)));
        }
        assertThat(schedule("@daily", Duration.ZERO, true).planned(NOW, random)).isEqualTo(NOW);
    }

    @Test
    void aJitterThatReachesTheNextOneIsRefused() {
        schedule("every hour", Duration.ofMinutes(59), true).check(NOW);
        assertThatThrownBy(
                        () -> schedule("every hour", Duration.ofHours(1), true).check(NOW))
                .isInstanceOf(BadValue.class)
                .hasMessageContaining("1 h 0 m apart");
        assertThatThrownBy(() ->
                        schedule("0 10,11 * * 1", Duration.ofHours(2), true).check(NOW))
                .as("the shortest counts")
                .isInstanceOf(BadValue.class);
    }
}
