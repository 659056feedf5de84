package dev.shakeout.server.store;

import dev.shakeout.agent.Member;
import dev.shakeout.model.Json;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Update;

/** All agents that have joined, those too that were revoked. */
public final class Agents {
    private final Handle handle;

    Agents(Handle handle) {
        this.handle = handle;
    }

    public void add(EnrolledAgent agent) {
        bound(agent, handle.createUpdate("""
                                INSERT INTO agents (id, fingerprint, enrolment, environment, name, labels, facts, rungs, version,
                                    enrolled_at, seen_at, connection)
                                VALUES (:id, :fingerprint, :enrolment, :environment, :name, :labels, :facts, :rungs, :version,
                                    :enrolled_at, :seen_at, :connection)"""))
                .bind("fingerprint", agent.fingerprint())
                .bind("enrolment", agent.enrolment())
                .bind("environment", agent.environment())
                .bind("enrolled_at", agent.enrolledAt().toEpochMilli())
                .execute();
    }

    /**
     * What it says now, and the connection by which it says so: any other is no longer the one that counts.
     *
     * @return false when it was revoked meanwhile
     */
    public boolean connect(EnrolledAgent agent) {
        return bound(agent, handle.createUpdate("""
                                UPDATE agents SET name = :name, labels = :labels, facts = :facts, rungs = :rungs,
                                    version = :version, seen_at = :seen_at, connection = :connection
                                WHERE id = :id AND revoked_at IS NULL""")).execute() == 1;
    }

    private static Update bound(EnrolledAgent agent, Update update) {
        return update.bind("id", agent.id())
                .bind("name", agent.said().name())
                .bind("labels", Columns.written(agent.labels()))
                .bind("facts", agent.said().facts().compact())
                .bind("rungs", agent.said().rungs().compact())
                .bind("version", agent.said().version())
                .bind("seen_at", agent.seenAt().toEpochMilli())
                .bind("connection", agent.connection().orElse(""));
    }

    public Optional<EnrolledAgent> find(String id) {
        return handle.createQuery("SELECT * FROM agents WHERE id = :id")
                .bind("id", id)
                .map((row, _) -> read(row))
                .findOne();
    }

    /** @param fingerprint of the key that it has */
    public Optional<EnrolledAgent> known(String fingerprint) {
        return handle.createQuery("SELECT * FROM agents WHERE fingerprint = :fingerprint")
                .bind("fingerprint", fingerprint)
                .map((row, _) -> read(row))
                .findOne();
    }

    /** Oldest first. */
    public List<EnrolledAgent> all() {
        return handle.createQuery("SELECT * FROM agents ORDER BY enrolled_at, id")
                .map((row, _) -> read(row))
                .list();
    }

    /** Those of an environment that can be spoken with, oldest first. There may be thousands, and most offer the same rungs. */
    public List<Member> connected(String environment, Instant now) {
        var rungs = new HashMap<String, Json.Obj>();
        return handle.createQuery("""
                        SELECT id, name, labels, rungs FROM agents
                        WHERE environment = :environment AND revoked_at IS NULL AND connection <> '' AND seen_at > :since
                        ORDER BY enrolled_at, id""")
                .bind("environment", environment)
                .bind("since", now.minus(EnrolledAgent.GONE).toEpochMilli())
                .map((row, _) -> new Member(
                        row.getString("id"),
                        row.getString("name"),
                        Columns.texts(row, "labels"),
                        rungs.computeIfAbsent(row.getString("rungs"), Columns::object)))
                .list();
    }

    /** @return false when it was revoked before, or there is none */
    public boolean revoke(String id, Instant now) {
        return handle.createUpdate(
                                "UPDATE agents SET revoked_at = :now, connection = '' WHERE id = :id AND revoked_at IS NULL")
                        .bind("id", id)
                        .bind("now", now.toEpochMilli())
                        .execute()
                == 1;
    }

    /**
     * The connections of a server that count; the agents of its others were revoked, or have come by another one. There may be
     * thousands, and they are asked for all the time: what their names begin with is looked for in the index alone.
     */
    public Set<String> counting(String name) {
        String server = EnrolledAgent.connection(name, "");
        return Set.copyOf(
                handle.createQuery("SELECT connection FROM agents WHERE substr(connection, 1, :length) = :server")
                        .bind("length", server.length())
                        .bind("server", server)
                        .mapTo(String.class)
                        .list());
    }

    /** Their agents were heard of by then. */
    public void seen(Collection<String> connections, Instant now) {
        var batch = handle.prepareBatch("UPDATE agents SET seen_at = :now WHERE connection = :connection");
        connections.forEach(connection -> batch.bind("now", now.toEpochMilli())
                .bind("connection", connection)
                .add());
        batch.execute();
    }

    /** It is no more; nothing changes if it did not count. */
    public void disconnect(String connection, Instant now) {
        handle.createUpdate("UPDATE agents SET connection = '', seen_at = :now WHERE connection = :connection")
                .bind("connection", connection)
                .bind("now", now.toEpochMilli())
                .execute();
    }

    private static EnrolledAgent read(ResultSet row) throws SQLException {
        return new EnrolledAgent(
                row.getString("id"),
                row.getString("fingerprint"),
                row.getString("enrolment"),
                row.getString("environment"),
                new EnrolledAgent.Said(
                        row.getString("name"),
                        Columns.object(row, "facts"),
                        Columns.object(row, "rungs"),
                        row.getString("version")),
                Columns.texts(row, "labels"),
                Columns.moment(row, "enrolled_at"),
                Columns.moment(row, "seen_at"),
                Columns.maybeText(row, "connection"),
                Columns.maybeMoment(row, "revoked_at"));
    }
}
