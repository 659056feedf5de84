package dev.shakeout.server.store;

import dev.shakeout.server.access.Extent;
import dev.shakeout.server.schedule.Schedule;
import dev.shakeout.server.schedule.ScheduledStart;
import dev.shakeout.server.schedule.ScheduledStart.Outcome;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** What became of every start that was due. */
public final class ScheduledStarts {
    private final Handle handle;

    ScheduledStarts(Handle handle) {
        this.handle = handle;
    }

    /** @throws RuntimeException it was decided before */
    public void add(ScheduledStart start) {
        handle.createUpdate("""
                        INSERT INTO schedule_starts (schedule, environment, due_at, decided_at, outcome, reason, run)
                        VALUES (:schedule, :environment, :due, :at, :outcome, :reason, :run)""")
                .bind("schedule", start.schedule())
                .bind("environment", start.environment())
                .bind("due", start.due().toEpochMilli())
                .bind("at", start.at().toEpochMilli())
                .bind("outcome", start.outcome().word())
                .bind("reason", start.reason())
                .bind("run", start.run().orElse(null))
                .execute();
    }

    /** How one that was waiting came out. */
    public void settle(ScheduledStart start) {
        handle.createUpdate("""
                        UPDATE schedule_starts SET decided_at = :at, outcome = :outcome, reason = :reason, run = :run
                        WHERE schedule = :schedule AND due_at = :due AND outcome = 'waiting'""")
                .bind("schedule", start.schedule())
                .bind("due", start.due().toEpochMilli())
                .bind("at", start.at().toEpochMilli())
                .bind("outcome", start.outcome().word())
                .bind("reason", start.reason())
                .bind("run", start.run().orElse(null))
                .execute();
    }

    /** There is one at most. */
    public Optional<ScheduledStart> waiting(String schedule) {
        return handle.createQuery("SELECT * FROM schedule_starts WHERE schedule = :schedule AND outcome = 'waiting'")
                .bind("schedule", schedule)
                .map((row, _) -> read(row))
                .findOne();
    }

    /** Its runs in its environment that have not ended. */
    public List<StoredRun> underWay(Schedule schedule) {
        return handle.createQuery("""
                        SELECT r.* FROM runs r JOIN schedule_starts s ON s.run = r.id
                        WHERE s.schedule = :schedule AND r.environment = :environment AND r.state <> 'ended'
                        ORDER BY r.requested_at, r.id""")
                .bind("schedule", schedule.name())
                .bind("environment", schedule.job().environment())
                .map((row, _) -> Runs.read(row))
                .list();
    }

    /**
     * Latest first.
     *
     * @param environments only those in one of them: a schedule may have been for another one before
     * @param before of when those are due that are left out, in milliseconds since 1970, and all after it
     */
    public Page<ScheduledStart> page(String schedule, Extent environments, Optional<Long> before, int size) {
        var items = handle.createQuery("""
                        SELECT * FROM schedule_starts WHERE schedule = :schedule AND %s AND due_at < :before
                        ORDER BY due_at DESC LIMIT :limit""".formatted(Columns.in(environments, "environment")))
                .bindMap(Columns.bound(environments))
                .bind("schedule", schedule)
                .bind("before", before.orElse(Long.MAX_VALUE))
                .bind("limit", size + 1)
                .map((row, _) -> read(row))
                .list();
        return Page.of(items, size, start -> Long.toString(start.due().toEpochMilli()));
    }

    private static ScheduledStart read(ResultSet row) throws SQLException {
        return new ScheduledStart(
                row.getString("schedule"),
                row.getString("environment"),
                Columns.moment(row, "due_at"),
                Columns.moment(row, "decided_at"),
                Outcome.ofWord(row.getString("outcome")),
                row.getString("reason"),
                Columns.maybeText(row, "run"));
    }

    /** Of a schedule that is not there any more, or not as it was. */
    public void giveUp(String schedule, String reason, Instant now) {
        waiting(schedule).ifPresent(start -> settle(start.skipped(reason, now)));
    }
}
