package dev.shakeout.server.store;

import dev.shakeout.server.access.Role;
import dev.shakeout.server.access.Secret;
import dev.shakeout.server.access.Token;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** All tokens, those too that are good for nothing any more. */
public final class Tokens {
    private final Handle handle;

    Tokens(Handle handle) {
        this.handle = handle;
    }

    /** @param secret of which only the hash is kept */
    public void add(Token token, Secret secret) {
        handle.createUpdate("""
                        INSERT INTO tokens (id, name, hash, role, environment, owner, created_by, created_at, expires_at)
                        VALUES (:id, :name, :hash, :role, :environment, :owner, :created_by, :created_at, :expires_at)""")
                .bind("id", token.id())
                .bind("name", token.name())
                .bind("hash", secret.hash())
                .bind("role", token.role().word())
                .bind("environment", token.environment().orElse(""))
                .bind("owner", token.owner().orElse(null))
                .bind("created_by", token.createdBy())
                .bind("created_at", token.createdAt().toEpochMilli())
                .bind("expires_at", token.expiresAt().map(Instant::toEpochMilli).orElse(null))
                .execute();
    }

    public Optional<Token> find(String id) {
        return handle.createQuery("SELECT * FROM tokens WHERE id = :id")
                .bind("id", id)
                .map((row, _) -> read(row))
                .findOne();
    }

    /** Whether it still holds is another question: {@link Token#refused}. */
    public Optional<Token> of(Secret secret) {
        return handle.createQuery("SELECT * FROM tokens WHERE hash = :hash")
                .bind("hash", secret.hash())
                .map((row, _) -> read(row))
                .findOne();
    }

    /** Oldest first. */
    public List<Token> all() {
        return handle.createQuery("SELECT * FROM tokens ORDER BY created_at, id")
                .map((row, _) -> read(row))
                .list();
    }

    /** @return false when it was revoked before, or there is none */
    public boolean revoke(String id, Instant now) {
        return handle.createUpdate("UPDATE tokens SET revoked_at = :now WHERE id = :id AND revoked_at IS NULL")
                        .bind("id", id)
                        .bind("now", now.toEpochMilli())
                        .execute()
                == 1;
    }

    /** Those made by a sign-in that ended before. */
    public void forgetSessions(Instant before) {
        handle.createUpdate("DELETE FROM tokens WHERE created_by = :nobody AND expires_at < :before")
                .bind("nobody", Token.NOBODY)
                .bind("before", before.toEpochMilli())
                .execute();
    }

    private static Token read(ResultSet row) throws SQLException {
        return new Token(
                row.getString("id"),
                row.getString("name"),
                Role.ofWord(row.getString("role")),
                Columns.maybeText(row, "environment"),
                Columns.maybeText(row, "owner"),
                row.getString("created_by"),
                Columns.moment(row, "created_at"),
                Columns.maybeMoment(row, "expires_at"),
                Columns.maybeMoment(row, "revoked_at"));
    }
}
