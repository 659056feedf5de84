package dev.shakeout.server.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.shakeout.server.access.Extent;
import dev.shakeout.server.schedule.Schedule;
import dev.shakeout.server.schedule.ScheduledStart;
import dev.shakeout.server.schedule.ScheduledStart.Outcome;
import dev.shakeout.server.store.Databases;
import dev.shakeout.server.store.RunFilter;
import dev.shakeout.server.store.StoredRun;
import java.io.BufferedReader;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Many starts that are due at once, and servers that are gone in the middle of them: each is made, and none twice. */
class TwoServersTest {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final int SCHEDULES = 30;

    private final Duration ahead =
            Duration.between(Instant.now(), Instant.parse("2026-12-01T13:00:00Z")); // so all are due when it begins

    @ParameterizedTest
    @EnumSource
    void eachIsMadeOnceWhileTwoServersAreAtThem(Databases kind) throws Exception {
        String url = kind.url();
        try (var here = new Rota(url, "here").filled();
                var there = new Rota(url, "there").ahead(ahead)) {
            write(here);
            here.ahead(ahead);
            try (var _ = here.clockwork(here.due);
                    var _ = there.clockwork(there.due)) {
                await().atMost(SOON).until(() -> open(url) == 0);
            }
            assertEachOnce(here);
            assertThat(here.troubles).isEmpty();
            assertThat(there.troubles).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void eachIsMadeOnceWhenAServerIsKilledInTheMiddleOfThem(LostServer.Moment moment) throws Exception {
        String url = Databases.POSTGRESQL.url();
        try (var other = new Rota(url, "other").filled()) {
            write(other);
            other.ahead(ahead);
            Process lost = LostServer.start(url, ahead, moment);
            try (BufferedReader said = lost.inputReader()) {
                assertThat(said.readLine()).isEqualTo(LostServer.STUCK);
            } finally {
                lost.destroyForcibly().waitFor();
            }
            assertThat(open(url)).as("what is left to do").isBetween(1, SCHEDULES - 1);

            try (var _ = other.clockwork(other.due)) {
                await().atMost(SOON).until(() -> open(url) == 0);
            }
            assertEachOnce(other);
            assertThat(runs(other)).extracting(StoredRun::server).contains("lost", "other");
        }
    }

    private static void write(Rota rota) {
        Schedule hourly = Rota.hourly();
        for (String name : names()) {
            rota.write(
                    new Schedule(name, 1, hourly.job(), hourly.timing(), hourly.rules(), true, Rota.AUTHOR, Rota.NOON));
        }
    }

    private static List<String> names() {
        return IntStream.range(0, SCHEDULES).mapToObj(i -> "s" + i).toList();
    }

    /** Timers that a server has, or that ring now. */
    private static int open(String url) throws SQLException {
        try (var connection = DriverManager.getConnection(url);
                var statement = connection.prepareStatement(
                        "SELECT count(*) FROM scheduled_tasks WHERE picked = ? OR execution_time < ?")) {
            statement.setBoolean(1, true);
            statement.setTimestamp(2, Timestamp.from(Instant.parse("2026-12-01T13:30:00Z")));
            try (var rows = statement.executeQuery()) {
                rows.next();
                return rows.getInt(1);
            }
        }
    }

    private static void assertEachOnce(Rota rota) {
        for (String name : names()) {
            List<ScheduledStart> made = rota.store
                    .read(work -> work.starts().page(name, Extent.ALL, Optional.empty(), 10))
                    .items();
            assertThat(made).as(name).extracting(ScheduledStart::outcome).containsExactly(Outcome.STARTED);
        }
        assertThat(runs(rota))
                .extracting(run -> run.labels().get("schedule"))
                .containsExactlyInAnyOrderElementsOf(names());
    }

    private static List<StoredRun> runs(Rota rota) {
        var all = new RunFilter(Extent.ALL, Optional.empty(), Optional.empty(), Optional.empty());
        return rota.store
                .read(work -> work.runs().page(all, Optional.empty(), 1_000))
                .items();
    }
}
