package dev.shakeout.server.store;

import dev.shakeout.model.AtMost;
import dev.shakeout.model.BadValue;
import dev.shakeout.model.Verdict;
import dev.shakeout.server.access.Extent;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/** All runs. */
public final class Runs {
    private final Handle handle;

    Runs(Handle handle) {
        this.handle = handle;
    }

    /** @return false when the same token has used the same key before */
    public boolean add(StoredRun run) {
        return handle.createUpdate("""
                        INSERT INTO runs (id, experiment, experiment_version, environment, at_most, labels, state, verdict, reasons,
                            server, attempt, halt, requested_by, idempotency_key, requested_at, ended_at, waits_for, waits_until)
                        VALUES (:id, :experiment, :version, :environment, :most, :labels, :state, NULL, '[]',
                            :server, :attempt, 0, :requested_by, :key, :requested_at, NULL, :waits_for, :waits_until)
                        ON CONFLICT (requested_by, idempotency_key) DO NOTHING""")
                        .bind("id", run.id())
                        .bind("experiment", run.experiment())
                        .bind("version", run.version())
                        .bind("environment", run.environment())
                        .bind("most", run.most().map(AtMost::toString).orElse(""))
                        .bind("labels", Columns.written(run.labels()))
                        .bind("state", run.state().word())
                        .bind("server", run.server())
                        .bind("attempt", run.attempt())
                        .bind("requested_by", run.requestedBy())
                        .bind("key", run.key().orElse(null))
                        .bind("requested_at", run.requestedAt().toEpochMilli())
                        .bind(
                                "waits_for",
                                run.awaited().map(StoredRun.Awaited::words).orElse(""))
                        .bind(
                                "waits_until",
                                run.awaited()
                                        .map(awaited -> awaited.until().toEpochMilli())
                                        .orElse(null))
                        .execute()
                == 1;
    }

    public Optional<StoredRun> find(String id) {
        return handle.createQuery("SELECT * FROM runs WHERE id = :id")
                .bind("id", id)
                .map((row, _) -> read(row))
                .findOne();
    }

    public Optional<StoredRun> findByKey(String requestedBy, String key) {
        return handle.createQuery("SELECT * FROM runs WHERE requested_by = :by AND idempotency_key = :key")
                .bind("by", requestedBy)
                .bind("key", key)
                .map((row, _) -> read(row))
                .findOne();
    }

    /** How many are so far, in an environment. */
    public record Open(String environment, StoredRun.State state, long count) {}

    /** Those of all servers that have not ended, by environment and state. */
    public List<Open> open() {
        return handle.createQuery("""
                        SELECT environment, state, COUNT(*) AS count FROM runs WHERE state IN ('pending', 'waiting', 'running')
                        GROUP BY environment, state ORDER BY environment, state""")
                .map((row, _) -> new Open(
                        row.getString("environment"),
                        StoredRun.State.ofWord(row.getString("state")),
                        row.getLong("count")))
                .list();
    }

    /** Those that a server has not brought to an end. */
    public List<StoredRun> openOf(String server) {
        return handle.createQuery(
                        "SELECT * FROM runs WHERE state <> 'ended' AND server = :server ORDER BY requested_at")
                .bind("server", server)
                .map((row, _) -> read(row))
                .list();
    }

    /**
     * Newest first.
     *
     * @throws BadValue the cursor is none that a page has given
     */
    public Page<StoredRun> page(RunFilter filter, Optional<String> after, int size) {
        var conditions = new LinkedHashMap<String, Object>();
        filter.experiment().ifPresent(name -> conditions.put("experiment", name));
        filter.state().ifPresent(state -> conditions.put("state", state.word()));
        filter.verdict().ifPresent(verdict -> conditions.put("verdict", verdict.word()));
        var where = new ArrayList<String>();
        conditions.keySet().forEach(column -> where.add(column + " = :" + column));
        where.add(Columns.in(filter.environments(), "environment"));
        conditions.putAll(Columns.bound(filter.environments()));
        after.map(Cursor::parse).ifPresent(cursor -> {
            where.add("(requested_at, id) < (:at, :id)");
            conditions.put("at", cursor.at());
            conditions.put("id", cursor.id());
        });
        var items = handle.createQuery("SELECT * FROM runs"
                        + " WHERE " + String.join(" AND ", where)
                        + " ORDER BY requested_at DESC, id DESC LIMIT :limit")
                .bindMap(conditions)
                .bind("limit", size + 1)
                .map((row, _) -> read(row))
                .list();
        return Page.of(items, size, run -> new Cursor(run.requestedAt().toEpochMilli(), run.id()).toString());
    }

    /** What one that has not begun waits for, in words. */
    public void waits(String id, String why) {
        handle.createUpdate("UPDATE runs SET reasons = :reasons WHERE id = :id AND state = 'waiting'")
                .bind("id", id)
                .bind("reasons", Columns.written(List.of(why)))
                .execute();
    }

    /** @return false when it is not waiting any more, or is to halt */
    public boolean begin(String id) {
        return handle.createUpdate("""
                        UPDATE runs SET state = 'running', reasons = '[]' WHERE id = :id AND state = 'waiting' AND halt = 0
                            AND NOT EXISTS (SELECT 1 FROM halts h WHERE h.environment IN ('', runs.environment))""").bind("id", id).execute() == 1;
    }

    /**
     * Asks for the end of one.
     *
     * @param why the first one counts
     * @return false when it has ended
     */
    public boolean halt(String id, String why) {
        new PendingRuns(handle).halt("id = :id", Map.of("id", id), why);
        return handle.createUpdate("""
                        UPDATE runs SET halt_reason = CASE halt WHEN 1 THEN halt_reason ELSE :why END, halt = 1
                        WHERE id = :id AND state <> 'ended'""").bind("id", id).bind("why", why).execute() == 1;
    }

    /**
     * Asks for the end of all that have not ended, and were not asked before.
     *
     * @param environment only of those in it; of all when empty
     * @return how many these are
     */
    public int haltAll(Optional<String> environment, String why) {
        String all = ":environment IN ('', environment)";
        return new PendingRuns(handle).halt(all, Map.of("environment", environment.orElse("")), why)
                + handle.createUpdate("""
                        UPDATE runs SET halt = 1, halt_reason = :why
                        WHERE state IN ('waiting', 'running') AND halt = 0 AND\s""" + all)
                        .bind("environment", environment.orElse(""))
                        .bind("why", why)
                        .execute();
    }

    /** Those that a server carries out and has to end, by their ids, each with the reason: one look for all of them. */
    public Map<String, String> toHalt(String server) {
        return handle.createQuery("""
                        SELECT r.id, COALESCE(NULLIF(r.halt_reason, ''),
                            (SELECT 'halted: ' || MIN(h.reason) FROM halts h WHERE h.environment IN ('', r.environment)), '') AS why
                        FROM runs r WHERE r.state IN ('waiting', 'running') AND r.server = :server
                            AND (r.halt = 1 OR EXISTS (SELECT 1 FROM halts h WHERE h.environment IN ('', r.environment)))""")
                .bind("server", server)
                .collectRows(Collectors.toMap(
                        row -> row.getColumn("id", String.class), row -> row.getColumn("why", String.class)));
    }

    /** Those that ended from one moment to another, in some environments or in all, by the time. */
    public List<StoredRun> ended(Instant from, Instant to, Extent environments) {
        return handle.createQuery("""
                        SELECT * FROM runs WHERE ended_at >= :from AND ended_at < :to AND state = 'ended'
                            AND %s ORDER BY ended_at, id""".formatted(Columns.in(environments, "environment")))
                .bind("from", from.toEpochMilli())
                .bind("to", to.toEpochMilli())
                .bindMap(Columns.bound(environments))
                .map((row, _) -> read(row))
                .list();
    }

    /** @return false when it had ended before: the first end counts */
    public boolean end(String id, Optional<Verdict> verdict, List<String> reasons, Instant at) {
        return handle.createUpdate("""
                        UPDATE runs SET state = 'ended', verdict = :verdict, reasons = :reasons, ended_at = :at,
                            waits_for = '', waits_until = NULL
                        WHERE id = :id AND state <> 'ended'""")
                        .bind("id", id)
                        .bind("verdict", verdict.map(Verdict::word).orElse(null))
                        .bind("reasons", Columns.written(reasons))
                        .bind("at", at.toEpochMilli())
                        .execute()
                == 1;
    }

    static StoredRun read(ResultSet row) throws SQLException {
        return new StoredRun(
                row.getString("id"),
                row.getString("experiment"),
                row.getLong("experiment_version"),
                row.getString("environment"),
                Columns.maybeText(row, "at_most").map(AtMost::parse),
                Columns.texts(row, "labels"),
                StoredRun.State.ofWord(row.getString("state")),
                Columns.maybeText(row, "verdict").map(Verdict::ofWord),
                Columns.list(row, "reasons"),
                row.getString("server"),
                row.getLong("attempt"),
                row.getLong("halt") == 1,
                row.getString("requested_by"),
                Columns.maybeText(row, "idempotency_key"),
                Columns.moment(row, "requested_at"),
                Columns.maybeMoment(row, "ended_at"),
                awaited(row.getString("waits_for"), Columns.maybeMoment(row, "waits_until")));
    }

    private static Optional<StoredRun.Awaited> awaited(String words, Optional<Instant> until) {
        return until.map(end -> new StoredRun.Awaited(words, end));
    }

    /** Where a page ended. */
    private record Cursor(long at, String id) {
        static Cursor parse(String text) {
            String[] parts = text.split("_", 2);
            try {
                return new Cursor(Long.parseLong(parts[0]), parts[1]);
            } catch (NumberFormatException | ArrayIndexOutOfBoundsException _) {
                throw new BadValue("'" + text + "' is no cursor; take the one that a page gives as 'next'");
            }
        }

        @Override
        public String toString() {
            return at + "_" + id;
        }
    }
}
