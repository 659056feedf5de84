package dev.shakeout.server.store;

import static dev.shakeout.server.store.Stores.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shakeout.model.BadValue;
import dev.shakeout.server.access.Extent;
import dev.shakeout.server.schedule.Blackout;
import dev.shakeout.server.schedule.Concurrency;
import dev.shakeout.server.schedule.Missed;
import dev.shakeout.server.schedule.Schedule;
import dev.shakeout.server.schedule.ScheduledStart;
import dev.shakeout.server.schedule.ScheduledStart.Outcome;
import dev.shakeout.server.schedule.Timing;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Schedules come out of the store as they were put in, and their timers with them or not at all. */
class ScheduleStoreTest {
    @AutoClose
    private final Stores stores = new Stores();

    private Store store(Databases kind) {
        Store store = stores.open(kind);
        store.change(work -> work.environments().add(new Environment("staging", "", "", 1, NOW))
                && work.environments().add(new Environment("production", "", "", 1, NOW)));
        return store;
    }

    private static Planned planned(
            String name, long version, String environment, Missed missed, Blackout... blackouts) {
        var schedule = new Schedule(
                name,
                version,
                new Schedule.Job(
                        "slow", version == 1 ? Optional.empty() : Optional.of(version), environment, Map.of("a", "b")),
                Timing.of("Every Tuesday at 10:00", "Europe/Berlin"),
                new Schedule.Rules(Concurrency.REPLACE, missed, Duration.ofMinutes(5), List.of(blackouts)),
                version == 1,
                "t1",
                NOW);
        return new Planned(schedule, name + version, NOW.plusSeconds(5), NOW.plusSeconds(6));
    }

    /** A timing is not equal to another one of the same words. */
    private static void assertSame(Planned found, Planned expected) {
        assertThat(found)
                .usingRecursiveComparison()
                .ignoringFields("schedule.timing")
                .isEqualTo(expected);
        assertThat(found.schedule().timing().text())
                .isEqualTo(expected.schedule().timing().text());
        assertThat(found.schedule().timing().zone())
                .isEqualTo(expected.schedule().timing().zone());
    }

    @ParameterizedTest
    @EnumSource
    void aScheduleChangesOneVersionAtATime(Databases kind) {
        Store store = store(kind);
        var day = LocalDate.parse("2026-12-24");
        var first = planned("weekly", 1, "staging", new Missed.Skip());
        var second = planned(
                "weekly",
                2,
                "production",
                new Missed.Once(Duration.ofHours(2)),
                new Blackout(day, day.plusDays(2), "Christmas \"ü\""));

        assertThat(store.<Boolean>change(work -> work.schedules().add(first))).isTrue();
        assertThat(store.<Boolean>change(work -> work.schedules().add(first))).isFalse();
        assertSame(store.read(work -> work.schedules().find("weekly")).orElseThrow(), first);
        assertThat(store.<Boolean>change(work -> work.schedules().replace(second)))
                .isTrue();
        assertThat(store.<Boolean>change(work -> work.schedules().replace(second)))
                .isFalse();
        assertSame(store.read(work -> work.schedules().find("weekly")).orElseThrow(), second);
        assertThat(store.<Boolean>change(work -> work.schedules().delete("weekly", 1)))
                .isFalse();
        assertThat(store.<Boolean>change(work -> work.schedules().delete("weekly", 2)))
                .isTrue();
        assertThat(store.<Boolean>change(work -> work.schedules().find("weekly").isEmpty()))
                .isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void itIsTakenByItsOwnTimerAlone(Databases kind) {
        Store store = store(kind);
        var first = planned("weekly", 1, "staging", new Missed.Skip());
        store.change(work -> work.schedules().add(first));
        assertSame(store.change(work -> work.schedules().take("weekly1")).orElseThrow(), first);
        assertThat(store.<Boolean>change(work -> work.schedules().take("other").isEmpty()))
                .isTrue();

        Instant next = NOW.plusSeconds(99);
        store.change(work -> {
            work.schedules().plan("weekly", next, next);
            return work;
        });
        assertThat(store.read(work -> work.schedules().find("weekly"))
                        .orElseThrow()
                        .due())
                .isEqualTo(next);

        store.change(work -> work.schedules().replace(planned("weekly", 2, "staging", new Missed.Skip())));
        assertThat(store.<Boolean>change(
                        work -> work.schedules().take("weekly2").isEmpty()))
                .as("it is not enabled")
                .isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void pagesAreByNameAndOfOneEnvironmentIfAsked(Databases kind) {
        Store store = store(kind);
        for (String name : List.of("c", "a", "b")) {
            store.change(work -> work.schedules()
                    .add(planned(name, 1, name.equals("b") ? "production" : "staging", new Missed.Skip())));
        }
        var all = store.read(work -> work.schedules().page(Extent.ALL, Optional.empty(), 2));
        assertThat(all.items()).extracting(each -> each.schedule().name()).containsExactly("a", "b");
        assertThat(store.read(work -> work.schedules().page(Extent.ALL, all.next(), 2))
                        .items())
                .extracting(each -> each.schedule().name())
                .containsExactly("c");
        var staging = store.read(work -> work.schedules().page(Extent.of("staging"), Optional.empty(), 2));
        assertThat(staging.items()).extracting(each -> each.schedule().name()).containsExactly("a", "c");
        assertThat(staging.next()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void noStartIsDecidedTwice(Databases kind) {
        Store store = store(kind);
        var waiting = new ScheduledStart("weekly", "staging", NOW, NOW, Outcome.WAITING, "r1", Optional.empty());
        var skipped = new ScheduledStart(
                "weekly", "staging", NOW, NOW.plusSeconds(1), Outcome.SKIPPED, "no", Optional.empty());
        var later = new ScheduledStart(
                "weekly", "staging", NOW.plusSeconds(60), NOW, Outcome.REFUSED, "no", Optional.empty());
        add(store, waiting);
        assertThatThrownBy(() -> add(store, skipped)).isInstanceOf(RuntimeException.class);
        assertThat(store.<Optional<ScheduledStart>>change(work -> work.starts().waiting("weekly")))
                .contains(waiting);
        store.change(work -> {
            work.starts().settle(skipped);
            return work;
        });
        add(store, later);
        var first = store.read(work -> work.starts().page("weekly", Extent.ALL, Optional.empty(), 1));
        assertThat(first.items()).containsExactly(later);
        assertThat(store.read(work -> work.starts()
                                .page("weekly", Extent.ALL, first.next().map(Long::parseLong), 1))
                        .items())
                .containsExactly(skipped);
    }

    @ParameterizedTest
    @EnumSource
    void aScheduleOfTheSameNameElsewhereHasNothingOfTheFormerOne(Databases kind) {
        Store store = store(kind);
        store.change(work -> work.experiments().add(Stores.experiment("slow", 1))
                && work.runs().add(Stores.run("r1", NOW, Optional.empty())));
        add(store, new ScheduledStart("weekly", "staging", NOW, NOW, Outcome.STARTED, "", Optional.of("r1")));
        var here = planned("weekly", 1, "staging", new Missed.Skip()).schedule();
        var elsewhere = planned("weekly", 1, "production", new Missed.Skip()).schedule();
        assertThat(store.<List<StoredRun>>read(work -> work.starts().underWay(here)))
                .extracting(StoredRun::id)
                .containsExactly("r1");
        assertThat(store.<List<StoredRun>>read(work -> work.starts().underWay(elsewhere)))
                .as("it would halt them, if it replaces")
                .isEmpty();
        assertThat(starts(store, Extent.of("staging"))).hasSize(1);
        assertThat(starts(store, Extent.of("production"))).isEmpty();
    }

    private static List<ScheduledStart> starts(Store store, Extent environments) {
        return store.read(work -> work.starts().page("weekly", environments, Optional.empty(), 9))
                .items();
    }

    @ParameterizedTest
    @EnumSource
    void anUpgradeFindsOutWhereEverythingWas(Databases kind) throws Exception {
        Store store = store(kind);
        store.change(work -> work.experiments().add(Stores.experiment("slow", 1))
                && work.runs().add(Stores.run("r1", NOW, Optional.empty()))
                && work.schedules().add(planned("nightly", 1, "production", new Missed.Skip())));
        for (String undo : List.of("schedule_starts", "messages")) {
            store.changeBy(handle -> handle.execute("ALTER TABLE " + undo + " DROP COLUMN environment"));
        }
        store.changeBy(handle -> handle.execute("""
                INSERT INTO schedule_starts (schedule, due_at, decided_at, outcome, reason, run)
                VALUES ('weekly', 1, 1, 'started', '', 'r1'), ('nightly', 2, 2, 'skipped', '', NULL),
                    ('gone', 3, 3, 'skipped', '', NULL)"""));
        store.changeBy(handle -> handle.execute("""
                INSERT INTO messages (id, channel, run, line, place, occasion, facts, lead, must, created_at, state, tries, due_at,
                    claim, claimed_until, result)
                SELECT n.id, 'ops', n.run, n.line, 1, 'halt', '{}', 0, 0, 1, 'sent', 1, 1, '', 0, '' FROM (
                    SELECT 'a' AS id, 'r1' AS run, 'r1' AS line UNION ALL
                    SELECT 'b', NULL, 'halt of environment production' UNION ALL
                    SELECT 'c', NULL, 'halt of everything') n"""));
        Stores.upgrade(store, "V13__environments.sql");
        assertThat(environments(store, "schedule_starts ORDER BY due_at")).containsExactly("staging", "production", "");
        assertThat(environments(store, "messages ORDER BY id")).containsExactly("staging", "production", "");
    }

    private static List<String> environments(Store store, String from) {
        return store.changeBy(handle -> handle.createQuery("SELECT environment FROM " + from)
                .mapTo(String.class)
                .list());
    }

    private static void add(Store store, ScheduledStart start) {
        store.change(work -> {
            work.starts().add(start);
            return work;
        });
    }

    @ParameterizedTest
    @EnumSource
    void aTimerIsSetWithTheRestOfTheTransactionOrNotAtAll(Databases kind) throws SQLException {
        Store store = store(kind);
        assertThatThrownBy(() -> store.change(work -> {
                    work.timers().set("one", NOW);
                    throw new BadValue("no");
                }))
                .isInstanceOf(BadValue.class);
        assertThat(timers(kind)).isZero();
        store.change(work -> {
            work.timers().set("two", NOW);
            return work;
        });
        assertThat(timers(kind)).isEqualTo(1);
    }

    private int timers(Databases kind) throws SQLException {
        try (var connection = DriverManager.getConnection(stores.url(kind));
                var rows = connection.createStatement().executeQuery("SELECT count(*) FROM scheduled_tasks")) {
            rows.next();
            return rows.getInt(1);
        }
    }
}
