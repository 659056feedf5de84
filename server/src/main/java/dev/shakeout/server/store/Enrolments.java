package dev.shakeout.server.store;

import dev.shakeout.server.access.Secret;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** All tokens by which agents join or have joined. */
public final class Enrolments {
    /** Somebody who has a used token could otherwise fill the log. */
    private static final int REPLAYS_TOLD = 10;

    private final Handle handle;

    Enrolments(Handle handle) {
        this.handle = handle;
    }

    /** @param secret of which only the hash is kept */
    public void add(Enrolment enrolment, Secret secret) {
        handle.createUpdate("""
                        INSERT INTO enrolments (id, hash, environment, labels, created_by, created_at, expires_at, replays)
                        VALUES (:id, :hash, :environment, :labels, :created_by, :created_at, :expires_at, 0)""")
                .bind("id", enrolment.id())
                .bind("hash", secret.hash())
                .bind("environment", enrolment.environment())
                .bind("labels", Columns.written(enrolment.labels()))
                .bind("created_by", enrolment.createdBy())
                .bind("created_at", enrolment.createdAt().toEpochMilli())
                .bind("expires_at", enrolment.expiresAt().toEpochMilli())
                .execute();
    }

    public Optional<Enrolment> find(String id) {
        return handle.createQuery("SELECT * FROM enrolments WHERE id = :id")
                .bind("id", id)
                .map((row, _) -> read(row))
                .findOne();
    }

    /** Whether it still lets somebody in is another question: {@link Enrolment#refused}. */
    public Optional<Enrolment> of(Secret secret) {
        return handle.createQuery("SELECT * FROM enrolments WHERE hash = :hash")
                .bind("hash", secret.hash())
                .map((row, _) -> read(row))
                .findOne();
    }

    /** Oldest first. */
    public List<Enrolment> all() {
        return handle.createQuery("SELECT * FROM enrolments ORDER BY created_at, id")
                .map((row, _) -> read(row))
                .list();
    }

    /** @return false when somebody else was quicker, or it lets in nobody any more */
    public boolean use(String id, String agent, Instant now) {
        return handle.createUpdate("""
                        UPDATE enrolments SET used_at = :now, used_by = :agent
                        WHERE id = :id AND used_at IS NULL AND revoked_at IS NULL AND expires_at > :now""")
                        .bind("id", id)
                        .bind("agent", agent)
                        .bind("now", now.toEpochMilli())
                        .execute()
                == 1;
    }

    /** @return false when it was used or revoked before, or there is none */
    public boolean revoke(String id, Instant now) {
        return handle.createUpdate("""
                        UPDATE enrolments SET revoked_at = :now
                        WHERE id = :id AND revoked_at IS NULL AND used_at IS NULL""")
                        .bind("id", id)
                        .bind("now", now.toEpochMilli())
                        .execute()
                == 1;
    }

    /** Somebody tried one that was good for nothing any more; whether that is to be told. */
    public boolean tellReplay(String id) {
        return handle.createUpdate("UPDATE enrolments SET replays = replays + 1 WHERE id = :id AND replays < :most")
                        .bind("id", id)
                        .bind("most", REPLAYS_TOLD)
                        .execute()
                == 1;
    }

    private static Enrolment read(ResultSet row) throws SQLException {
        return new Enrolment(
                row.getString("id"),
                row.getString("environment"),
                Columns.texts(row, "labels"),
                row.getString("created_by"),
                Columns.moment(row, "created_at"),
                Columns.moment(row, "expires_at"),
                Columns.maybeMoment(row, "revoked_at"),
                Columns.maybeMoment(row, "used_at"),
                Columns.maybeText(row, "used_by"));
    }
}
