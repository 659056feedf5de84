package dev.shakeout.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class DatabaseClockTest {
    private static final Duration APART = Duration.ofMinutes(10);

    private final List<String> troubles = new ArrayList<>();

    @Test
    void serversWhoseClocksAreApartGoByThatOfTheirDatabase() {
        String url = Databases.POSTGRESQL.url();
        try (Store one = Store.open(url);
                Store other = Store.open(url);
                Store third = Store.open(url)) {
            Clock behind = one.clock(Clock.offset(Clock.systemUTC(), APART.negated()), troubles::add);
            Clock ahead = other.clock(Clock.offset(Clock.systemUTC(), APART), troubles::add);
            Clock right = third.clock(Clock.systemUTC(), troubles::add);

            Instant now = Instant.now(); // the database is of this host
            assertThat(List.of(behind.instant(), ahead.instant(), right.instant()))
                    .allSatisfy(moment -> assertThat(moment).isCloseTo(now, within(1, ChronoUnit.MINUTES)));
            assertThat(troubles)
                    .hasSize(2)
                    .allSatisfy(words -> assertThat(words).contains("Set this host's"))
                    .satisfiesExactlyInAnyOrder(
                            words -> assertThat(words).contains("s ahead of that of this host"),
                            words -> assertThat(words).contains("s behind that of this host"));
        }
    }

    @Test
    void aFileIsOneServersAndHasItsClock() {
        var clock = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);
        try (Store store = Databases.SQLITE.open()) {
            assertThat(store.clock(clock, troubles::add)).isSameAs(clock);
        }
    }

    @Test
    void whatTheDatabaseSaysNextCountsAndItsAbsenceChangesNothing() {
        var database = new AtomicReference<>(Instant.parse("2026-12-01T12:00:00Z"));
        try (var clock = DatabaseClock.start(Clock.fixed(Instant.EPOCH, ZoneOffset.UTC), () -> {
            if (database.get().equals(Instant.MAX)) {
                throw new IllegalStateException("away");
            }
            return database.get();
        })) {
            assertThat(clock.instant()).isEqualTo("2026-12-01T12:00:00Z");

            database.set(Instant.parse("2026-12-01T12:00:01Z"));
            clock.measure();
            assertThat(clock.instant()).isEqualTo("2026-12-01T12:00:01Z");

            database.set(Instant.MAX);
            clock.measure();
            assertThat(clock.instant()).isEqualTo("2026-12-01T12:00:01Z");
        }
    }
}
