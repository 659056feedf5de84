package dev.shakeout.server.store;

import dev.shakeout.engine.JsonReader;
import dev.shakeout.model.Json;
import dev.shakeout.server.access.Extent;
import dev.shakeout.server.schedule.Blackout;
import dev.shakeout.server.schedule.Concurrency;
import dev.shakeout.server.schedule.Missed;
import dev.shakeout.server.schedule.Schedule;
import dev.shakeout.server.schedule.Timing;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Update;

/** All schedules. */
public final class Schedules {
    private final Handle handle;

    Schedules(Handle handle) {
        this.handle = handle;
    }

    public Optional<Planned> find(String name) {
        return handle.createQuery("SELECT * FROM schedules WHERE name = :name")
                .bind("name", name)
                .map((row, _) -> read(row))
                .findOne();
    }

    /** All that start runs. */
    List<Planned> enabled() {
        return handle.createQuery("SELECT * FROM schedules WHERE enabled = 1 ORDER BY name")
                .map((row, _) -> read(row))
                .list();
    }

    /** By name. */
    public Page<Planned> page(Extent environments, Optional<String> after, int size) {
        var items = handle.createQuery("SELECT * FROM schedules WHERE name > :after AND "
                        + Columns.in(environments, "environment")
                        + " ORDER BY name LIMIT :limit")
                .bind("after", after.orElse(""))
                .bindMap(Columns.bound(environments))
                .bind("limit", size + 1)
                .map((row, _) -> read(row))
                .list();
        return Page.of(items, size, planned -> planned.schedule().name());
    }

    /** One that runs whatever version of an experiment is the newest, in an environment that is none of these. */
    public Optional<Schedule> ofNewest(String experiment, Extent beyond) {
        return handle.createQuery(
                        "SELECT * FROM schedules WHERE experiment = :experiment AND experiment_version IS NULL"
                                + " AND NOT (" + Columns.in(beyond, "environment") + ") ORDER BY name LIMIT 1")
                .bind("experiment", experiment)
                .bindMap(Columns.bound(beyond))
                .map((row, _) -> read(row).schedule())
                .findOne();
    }

    /**
     * That for which a timer rings, held until the end of the transaction, so that nobody else decides about it.
     *
     * @return empty when it has another timer now, or is not there any more
     */
    public Optional<Planned> take(String timer) {
        return handle.createQuery("UPDATE schedules SET timer = timer WHERE timer = :timer AND enabled = 1 RETURNING *")
                .bind("timer", timer)
                .map((row, _) -> read(row))
                .findOne();
    }

    /** @return false when there is one of this name */
    public boolean add(Planned first) {
        return bind(first, handle.createUpdate("""
                        INSERT INTO schedules (name, version, experiment, experiment_version, environment, labels, timing, zone,
                            concurrency, latest, jitter, blackouts, enabled, author, changed_at, timer, due_at, planned_at)
                        VALUES (:name, :version, :experiment, :experiment_version, :environment, :labels, :timing, :zone,
                            :concurrency, :latest, :jitter, :blackouts, :enabled, :author, :changed_at, :timer, :due, :at)
                        ON CONFLICT (name) DO NOTHING""")).execute() == 1;
    }

    /** @return false when it is not the version after the one that is stored */
    public boolean replace(Planned next) {
        return bind(next, handle.createUpdate("""
                        UPDATE schedules SET version = :version, experiment = :experiment,
                            experiment_version = :experiment_version, environment = :environment, labels = :labels,
                            timing = :timing, zone = :zone, concurrency = :concurrency, latest = :latest, jitter = :jitter,
                            blackouts = :blackouts, enabled = :enabled, author = :author, changed_at = :changed_at,
                            timer = :timer, due_at = :due, planned_at = :at
                        WHERE name = :name AND version = :version - 1""")).execute() == 1;
    }

    /** The start after one that was decided. */
    public void plan(String name, Instant due, Instant at) {
        handle.createUpdate("UPDATE schedules SET due_at = :due, planned_at = :at WHERE name = :name")
                .bind("name", name)
                .bind("due", due.toEpochMilli())
                .bind("at", at.toEpochMilli())
                .execute();
    }

    /** @return false when it has another version, or is not there */
    public boolean delete(String name, long version) {
        return handle.createUpdate("DELETE FROM schedules WHERE name = :name AND version = :version")
                        .bind("name", name)
                        .bind("version", version)
                        .execute()
                == 1;
    }

    private static Update bind(Planned planned, Update update) {
        Schedule schedule = planned.schedule();
        return update.bind("name", schedule.name())
                .bind("version", schedule.version())
                .bind("experiment", schedule.job().experiment())
                .bind("experiment_version", schedule.job().version().orElse(null))
                .bind("environment", schedule.job().environment())
                .bind("labels", Columns.written(schedule.job().labels()))
                .bind("timing", schedule.timing().text())
                .bind("zone", schedule.timing().zone().getId())
                .bind("concurrency", schedule.rules().concurrency().word())
                .bind(
                        "latest",
                        switch (schedule.rules().missed()) {
                            case Missed.Skip _ -> null;
                            case Missed.Once(Duration latest) -> latest.toMillis();
                        })
                .bind("jitter", schedule.rules().jitter().toMillis())
                .bind("blackouts", written(schedule.rules().blackouts()))
                .bind("enabled", schedule.enabled() ? 1 : 0)
                .bind("author", schedule.author())
                .bind("changed_at", schedule.changedAt().toEpochMilli())
                .bind("timer", planned.timer())
                .bind("due", planned.due().toEpochMilli())
                .bind("at", planned.at().toEpochMilli());
    }

    private static String written(List<Blackout> blackouts) {
        return Json.of(blackouts.stream()
                        .map(each -> Json.object(
                                "first",
                                each.first().toString(),
                                "last",
                                each.last().toString(),
                                "reason",
                                each.reason()))
                        .toList())
                .compact();
    }

    private static Planned read(ResultSet row) throws SQLException {
        var schedule = new Schedule(
                row.getString("name"),
                row.getLong("version"),
                new Schedule.Job(
                        row.getString("experiment"),
                        maybe(row, "experiment_version"),
                        row.getString("environment"),
                        Columns.texts(row, "labels")),
                Timing.of(row.getString("timing"), row.getString("zone")),
                new Schedule.Rules(
                        Concurrency.ofWord(row.getString("concurrency")),
                        maybe(row, "latest")
                                .<Missed>map(millis -> new Missed.Once(Duration.ofMillis(millis)))
                                .orElse(new Missed.Skip()),
                        Duration.ofMillis(row.getLong("jitter")),
                        blackouts(row)),
                row.getLong("enabled") == 1,
                row.getString("author"),
                Columns.moment(row, "changed_at"));
        return new Planned(
                schedule, row.getString("timer"), Columns.moment(row, "due_at"), Columns.moment(row, "planned_at"));
    }

    private static Optional<Long> maybe(ResultSet row, String column) throws SQLException {
        long number = row.getLong(column);
        return row.wasNull() ? Optional.empty() : Optional.of(number);
    }

    private static List<Blackout> blackouts(ResultSet row) throws SQLException {
        return JsonReader.read(row.getString("blackouts")) instanceof Json.Arr(var items)
                ? items.stream().map(Schedules::blackout).toList()
                : List.of();
    }

    private static Blackout blackout(Json json) {
        Json.Obj object = (Json.Obj) json;
        return new Blackout(day(object, "first"), day(object, "last"), text(object, "reason"));
    }

    private static LocalDate day(Json.Obj object, String key) {
        return LocalDate.parse(text(object, key));
    }

    private static String text(Json.Obj object, String key) {
        return object.get(key).map(Json::text).orElse("");
    }
}
