package dev.shakeout.server.store;

import dev.shakeout.server.access.Grant;
import dev.shakeout.server.access.Grants;
import dev.shakeout.server.access.Role;
import dev.shakeout.server.access.User;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** All users, those too that are disabled, and what they are granted. */
public final class Users {
    private final Handle handle;

    Users(Handle handle) {
        this.handle = handle;
    }

    /** @return false when somebody has the name, or is known to the provider by the same subject */
    public boolean add(User user) {
        return handle.createUpdate("""
                        INSERT INTO users (id, name, email, issuer, subject, created_by, created_at)
                        VALUES (:id, :name, :email, :issuer, :subject, :created_by, :created_at)
                        ON CONFLICT DO NOTHING""")
                        .bind("id", user.id())
                        .bind("name", user.name())
                        .bind("email", user.email().orElse(""))
                        .bind("issuer", user.subject().map(User.Subject::issuer).orElse(null))
                        .bind("subject", user.subject().map(User.Subject::id).orElse(null))
                        .bind("created_by", user.createdBy())
                        .bind("created_at", user.createdAt().toEpochMilli())
                        .execute()
                == 1;
    }

    public Optional<User> find(String id) {
        return handle.createQuery("SELECT * FROM users WHERE id = :id")
                .bind("id", id)
                .map((row, _) -> read(row))
                .findOne();
    }

    public Optional<User> named(String name) {
        return handle.createQuery("SELECT * FROM users WHERE name = :name")
                .bind("name", name)
                .map((row, _) -> read(row))
                .findOne();
    }

    public Optional<User> of(User.Subject subject) {
        return handle.createQuery("SELECT * FROM users WHERE issuer = :issuer AND subject = :subject")
                .bind("issuer", subject.issuer())
                .bind("subject", subject.id())
                .map((row, _) -> read(row))
                .findOne();
    }

    /** All whom a provider knows. */
    public List<User> from(String issuer) {
        return handle.createQuery("SELECT * FROM users WHERE issuer = :issuer")
                .bind("issuer", issuer)
                .map((row, _) -> read(row))
                .list();
    }

    /**
     * By name.
     *
     * @param after name of the last one of the page before
     */
    public Page<User> page(Optional<String> after, int size) {
        var items = handle.createQuery("SELECT * FROM users WHERE name > :after ORDER BY name LIMIT :limit")
                .bind("after", after.orElse(""))
                .bind("limit", size + 1)
                .map((row, _) -> read(row))
                .list();
        return Page.of(items, size, User::name);
    }

    /** As the provider says it now. */
    public void email(String id, String email) {
        handle.createUpdate("UPDATE users SET email = :email WHERE id = :id")
                .bind("id", id)
                .bind("email", email)
                .execute();
    }

    /** @return false when it was disabled before */
    public boolean disable(String id, Instant at) {
        return handle.createUpdate("UPDATE users SET disabled_at = :at WHERE id = :id AND disabled_at IS NULL")
                        .bind("id", id)
                        .bind("at", at.toEpochMilli())
                        .execute()
                == 1;
    }

    /** @return false when it was not disabled */
    public boolean enable(String id) {
        return handle.createUpdate("UPDATE users SET disabled_at = NULL WHERE id = :id AND disabled_at IS NOT NULL")
                        .bind("id", id)
                        .execute()
                == 1;
    }

    /** Those for all environments first. */
    public List<Grant> grants(String user) {
        return handle.createQuery("SELECT * FROM grants WHERE owner = :owner ORDER BY environment, of_group")
                .bind("owner", user)
                .map((row, _) -> new Grant(
                        Columns.maybeText(row, "environment"),
                        Role.ofWord(row.getString("role")),
                        Columns.maybeText(row, "of_group"),
                        row.getString("granted_by"),
                        Columns.moment(row, "granted_at")))
                .list();
    }

    /** What they come to together. */
    public Grants may(String user) {
        Grants all = Grants.NONE;
        for (Grant grant : grants(user)) {
            all = all.and(grant.role(), grant.environment());
        }
        return all;
    }

    /** Instead of the one that the same admin or group gave there, if there is one. */
    public void grant(String user, Grant grant) {
        handle.createUpdate("""
                        INSERT INTO grants (owner, environment, of_group, role, granted_by, granted_at)
                        VALUES (:owner, :environment, :group, :role, :by, :at)
                        ON CONFLICT (owner, environment, of_group)
                        DO UPDATE SET role = excluded.role, granted_by = excluded.granted_by, granted_at = excluded.granted_at""")
                .bind("owner", user)
                .bind("environment", grant.environment().orElse(""))
                .bind("group", grant.group().orElse(""))
                .bind("role", grant.role().word())
                .bind("by", grant.by())
                .bind("at", grant.at().toEpochMilli())
                .execute();
    }

    /**
     * Takes away what an admin gave; what comes from groups stays.
     *
     * @return false when no admin gave anything there
     */
    public boolean revoke(String user, Optional<String> environment) {
        return handle.createUpdate(
                                "DELETE FROM grants WHERE owner = :owner AND environment = :environment AND of_group = ''")
                        .bind("owner", user)
                        .bind("environment", environment.orElse(""))
                        .execute()
                == 1;
    }

    /** Instead of all that came from groups before. */
    public void ofGroups(String user, List<Grant> grants) {
        handle.createUpdate("DELETE FROM grants WHERE owner = :owner AND of_group <> ''")
                .bind("owner", user)
                .execute();
        grants.forEach(grant -> grant(user, grant));
    }

    /**
     * Notes that somebody has come by an ID token.
     *
     * @param hash of it
     * @param forgetAt from when on it is refused for another reason
     * @return false when somebody had come by it before
     */
    public boolean cameBy(String hash, Instant forgetAt, Instant now) {
        handle.createUpdate("DELETE FROM used_id_tokens WHERE forget_at < :now")
                .bind("now", now.toEpochMilli())
                .execute();
        return handle.createUpdate("""
                        INSERT INTO used_id_tokens (hash, forget_at) VALUES (:hash, :forget_at) ON CONFLICT DO NOTHING""")
                        .bind("hash", hash)
                        .bind("forget_at", forgetAt.toEpochMilli())
                        .execute()
                == 1;
    }

    private static User read(ResultSet row) throws SQLException {
        Optional<String> subject = Columns.maybeText(row, "subject");
        String issuer = Columns.maybeText(row, "issuer").orElse("");
        return new User(
                row.getString("id"),
                row.getString("name"),
                Columns.maybeText(row, "email"),
                subject.map(id -> new User.Subject(issuer, id)),
                row.getString("created_by"),
                Columns.moment(row, "created_at"),
                Columns.maybeMoment(row, "disabled_at"));
    }
}
