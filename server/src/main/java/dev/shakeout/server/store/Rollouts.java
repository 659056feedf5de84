package dev.shakeout.server.store;

import dev.shakeout.model.AtMost;
import dev.shakeout.server.access.Extent;
import dev.shakeout.server.rollout.Rollout;
import dev.shakeout.server.rollout.Rollout.State;
import dev.shakeout.server.rollout.Stage;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** All rollouts. */
public final class Rollouts {
    private final Handle handle;

    Rollouts(Handle handle) {
        this.handle = handle;
    }

    /** @return false when the same token has used the same key before */
    public boolean add(Rollout rollout) {
        boolean added = handle.createUpdate("""
                        INSERT INTO rollouts (id, experiment, experiment_version, labels, state, reason, author,
                            idempotency_key, created_at, ended_at)
                        VALUES (:id, :experiment, :version, :labels, :state, '', :author, :key, :created_at, NULL)
                        ON CONFLICT (author, idempotency_key) DO NOTHING""")
                        .bind("id", rollout.id())
                        .bind("experiment", rollout.experiment())
                        .bind("version", rollout.version())
                        .bind("labels", Columns.written(rollout.labels()))
                        .bind("state", rollout.state().word())
                        .bind("author", rollout.author())
                        .bind("key", rollout.key().orElse(null))
                        .bind("created_at", rollout.createdAt().toEpochMilli())
                        .execute()
                == 1;
        if (added) {
            rollout.stages().forEach(stage -> add(rollout.id(), stage));
        }
        return added;
    }

    private void add(String rollout, Stage stage) {
        handle.createUpdate("""
                        INSERT INTO rollout_stages (rollout, number, environment, at_most, bake, approval, approved_by, run,
                            passed_at)
                        VALUES (:rollout, :number, :environment, :most, :bake, :approval, NULL, NULL, NULL)""")
                .bind("rollout", rollout)
                .bind("number", stage.number())
                .bind("environment", stage.environment())
                .bind("most", stage.most().map(AtMost::toString).orElse(""))
                .bind("bake", stage.bake().toMillis())
                .bind("approval", stage.approval() ? 1 : 0)
                .execute();
    }

    public Optional<Rollout> find(String id) {
        return handle.createQuery("SELECT * FROM rollouts WHERE id = :id")
                .bind("id", id)
                .map((row, _) -> read(row))
                .findOne();
    }

    public Optional<Rollout> findByKey(String author, String key) {
        return handle.createQuery("SELECT * FROM rollouts WHERE author = :author AND idempotency_key = :key")
                .bind("author", author)
                .bind("key", key)
                .map((row, _) -> read(row))
                .findOne();
    }

    /**
     * One that has not ended, held until the end of the transaction, so that nobody else decides about it.
     *
     * @return empty when it has ended, or is not there
     */
    public Optional<Rollout> take(String id) {
        return handle.createQuery("""
                        UPDATE rollouts SET state = state WHERE id = :id AND state NOT IN ('passed', 'stopped')
                        RETURNING *""").bind("id", id).map((row, _) -> read(row)).findOne();
    }

    /**
     * Newest first.
     *
     * @param environments only those with a stage in one of them
     * @param after id of the last one of the page before
     */
    public Page<Rollout> page(Extent environments, Optional<String> after, int size) {
        var items = handle.createQuery("""
                        SELECT * FROM rollouts r
                        WHERE EXISTS (SELECT 1 FROM rollout_stages s WHERE s.rollout = r.id AND %s)
                            AND (:after = '' OR EXISTS (SELECT 1 FROM rollouts o WHERE o.id = :after
                                AND (r.created_at < o.created_at OR r.created_at = o.created_at AND r.id < o.id)))
                        ORDER BY created_at DESC, id DESC LIMIT :limit""".formatted(Columns.in(environments, "s.environment")))
                .bindMap(Columns.bound(environments))
                .bind("after", after.orElse(""))
                .bind("limit", size + 1)
                .map((row, _) -> read(row))
                .list();
        return Page.of(items, size, Rollout::id);
    }

    public void state(String id, State state) {
        handle.createUpdate("UPDATE rollouts SET state = :state WHERE id = :id")
                .bind("id", id)
                .bind("state", state.word())
                .execute();
    }

    /** @param reason empty for one whose stages have all passed */
    public void end(String id, Optional<String> reason, Instant now) {
        handle.createUpdate("UPDATE rollouts SET state = :state, reason = :reason, ended_at = :now WHERE id = :id")
                .bind("id", id)
                .bind("state", (reason.isPresent() ? State.STOPPED : State.PASSED).word())
                .bind("reason", reason.orElse(""))
                .bind("now", now.toEpochMilli())
                .execute();
    }

    /** What has become of one of its stages. */
    public void stage(String id, Stage stage) {
        handle.createUpdate("""
                        UPDATE rollout_stages SET approved_by = :by, run = :run, passed_at = :passed
                        WHERE rollout = :id AND number = :number""")
                .bind("id", id)
                .bind("number", stage.number())
                .bind("by", stage.approvedBy().orElse(null))
                .bind("run", stage.run().orElse(null))
                .bind("passed", stage.passedAt().map(Instant::toEpochMilli).orElse(null))
                .execute();
    }

    private Rollout read(ResultSet row) throws SQLException {
        String id = row.getString("id");
        return new Rollout(
                id,
                row.getString("experiment"),
                row.getLong("experiment_version"),
                Columns.texts(row, "labels"),
                State.ofWord(row.getString("state")),
                row.getString("reason"),
                stages(id),
                row.getString("author"),
                Columns.maybeText(row, "idempotency_key"),
                Columns.moment(row, "created_at"),
                Columns.maybeMoment(row, "ended_at"));
    }

    private List<Stage> stages(String rollout) {
        return handle.createQuery("SELECT * FROM rollout_stages WHERE rollout = :rollout ORDER BY number")
                .bind("rollout", rollout)
                .map((row, _) -> new Stage(
                        row.getInt("number"),
                        row.getString("environment"),
                        Columns.maybeText(row, "at_most").map(AtMost::parse),
                        Duration.ofMillis(row.getLong("bake")),
                        row.getLong("approval") == 1,
                        Columns.maybeText(row, "approved_by"),
                        Columns.maybeText(row, "run"),
                        Columns.maybeMoment(row, "passed_at")))
                .list();
    }
}
