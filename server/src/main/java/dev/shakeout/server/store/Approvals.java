package dev.shakeout.server.store;

import dev.shakeout.server.access.Extent;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** All approvals, also those that count no longer. */
public final class Approvals {
    private final Handle handle;

    Approvals(Handle handle) {
        this.handle = handle;
    }

    public void add(GivenApproval approval) {
        handle.createUpdate("""
                        INSERT INTO approvals (id, experiment, experiment_version, sha256, environment, run, approver, given_at,
                            expires_at, revoked_at, revoked_by)
                        VALUES (:id, :experiment, :version, :sha256, :environment, :run, :approver, :given_at,
                            :expires_at, NULL, NULL)""")
                .bind("id", approval.id())
                .bind("experiment", approval.experiment())
                .bind("version", approval.version())
                .bind("sha256", approval.sha256())
                .bind("environment", approval.environment())
                .bind("run", approval.run().orElse(null))
                .bind("approver", approval.approver())
                .bind("given_at", approval.givenAt().toEpochMilli())
                .bind(
                        "expires_at",
                        approval.expiresAt().map(Instant::toEpochMilli).orElse(null))
                .execute();
    }

    public Optional<GivenApproval> find(String id) {
        return handle.createQuery("SELECT * FROM approvals WHERE id = :id")
                .bind("id", id)
                .map((row, _) -> read(row))
                .findOne();
    }

    /** Those for this run, and those given ahead of time for any version of its experiment there; oldest first. */
    public List<GivenApproval> about(StoredRun run) {
        return handle.createQuery("""
                        SELECT * FROM approvals WHERE run = :run
                            OR run IS NULL AND experiment = :experiment AND environment = :environment
                        ORDER BY given_at, id""")
                .bind("run", run.id())
                .bind("experiment", run.experiment())
                .bind("environment", run.environment())
                .map((row, _) -> read(row))
                .list();
    }

    /**
     * Those that were given ahead of time, newest first.
     *
     * @param environments only those for one of them
     * @param after id of the last one of the page before
     */
    public Page<GivenApproval> ahead(String experiment, Extent environments, Optional<String> after, int size) {
        var items = handle.createQuery("""
                        SELECT * FROM approvals a WHERE run IS NULL AND experiment = :experiment
                            AND %s
                            AND (:after = '' OR EXISTS (SELECT 1 FROM approvals o WHERE o.id = :after
                                AND (a.given_at < o.given_at OR a.given_at = o.given_at AND a.id < o.id)))
                        ORDER BY given_at DESC, id DESC LIMIT :limit""".formatted(Columns.in(environments, "environment")))
                .bind("experiment", experiment)
                .bindMap(Columns.bound(environments))
                .bind("after", after.orElse(""))
                .bind("limit", size + 1)
                .map((row, _) -> read(row))
                .list();
        return Page.of(items, size, GivenApproval::id);
    }

    /** @return false when it was revoked before */
    public boolean revoke(String id, String by, Instant at) {
        return handle.createUpdate("""
                        UPDATE approvals SET revoked_at = :at, revoked_by = :by WHERE id = :id AND revoked_at IS NULL""")
                        .bind("id", id)
                        .bind("by", by)
                        .bind("at", at.toEpochMilli())
                        .execute()
                == 1;
    }

    private static GivenApproval read(ResultSet row) throws SQLException {
        return new GivenApproval(
                row.getString("id"),
                row.getString("experiment"),
                row.getLong("experiment_version"),
                row.getString("sha256"),
                row.getString("environment"),
                Columns.maybeText(row, "run"),
                row.getString("approver"),
                Columns.moment(row, "given_at"),
                Columns.maybeMoment(row, "expires_at"),
                Columns.maybeMoment(row, "revoked_at"),
                Columns.maybeText(row, "revoked_by"));
    }
}
