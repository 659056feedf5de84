package dev.shakeout.server.store;

import dev.shakeout.model.Json;
import dev.shakeout.server.access.Actor;
import dev.shakeout.server.access.Caller;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Who changed what, in a chain in which nothing can be changed, taken out or cut off unseen. */
public final class Audit {
    private static final int AT_ONCE = 1_000;

    private final Handle handle;

    Audit(Handle handle) {
        this.handle = handle;
    }

    /** The same on account of whoever asks; that it was by which token of a user is among the details. */
    public void append(Instant at, Caller by, String action, String subject, Json.Obj details) {
        append(at, Actor.of(by), action, subject, details);
    }

    public void append(Instant at, Actor by, String action, String subject, Json.Obj details) {
        Json.Obj all = by.caller()
                .filter(caller -> caller.token().owner().isPresent())
                .map(caller -> details.with("by-user", Json.of(caller.name()))
                        .with("by-token", Json.of(caller.token().id())))
                .orElse(details);
        append(at, by.id(), action, subject, all);
    }

    /** In the transaction of the change itself, so that there is none without the other. */
    public void append(Instant at, String actor, String action, String subject, Json.Obj details) {
        Head before = handle.createQuery("UPDATE audit_head SET seq = seq + 1 WHERE id = 1 RETURNING seq, hash")
                .map((row, _) -> new Head(row.getLong("seq"), row.getString("hash")))
                .one();
        String text = details.compact();
        String hash = AuditEntry.hash(before.seq(), at, actor, action, subject, text, before.hash());
        handle.createUpdate("""
                        INSERT INTO audit (seq, at, actor, action, subject, details, hash)
                        VALUES (:seq, :at, :actor, :action, :subject, :details, :hash)""")
                .bind("seq", before.seq())
                .bind("at", at.toEpochMilli())
                .bind("actor", actor)
                .bind("action", action)
                .bind("subject", subject)
                .bind("details", text)
                .bind("hash", hash)
                .execute();
        handle.createUpdate("UPDATE audit_head SET hash = :hash WHERE id = 1")
                .bind("hash", hash)
                .execute();
    }

    /** @param seq one that is left out, and all before it */
    public List<AuditEntry> after(long seq, int limit) {
        return handle.createQuery("SELECT * FROM audit WHERE seq > :seq ORDER BY seq LIMIT :limit")
                .bind("seq", seq)
                .bind("limit", limit)
                .map((row, _) -> read(row))
                .list();
    }

    public Page<AuditEntry> page(long after, int size) {
        return Page.of(after(after, size + 1), size, entry -> Long.toString(entry.seq()));
    }

    /**
     * Follows the chain from its beginning.
     *
     * @param broken what is wrong first, in words; empty when nothing is
     */
    public record Verification(long entries, Optional<String> broken) {}

    /** Up to the entry that was the last one when this began. */
    public Verification verify() {
        Head head = handle.createQuery("SELECT seq, hash FROM audit_head WHERE id = 1")
                .map((row, _) -> new Head(row.getLong("seq"), row.getString("hash")))
                .one();
        var reached = new Head(0, "");
        while (reached.seq() < head.seq()) {
            var more = after(reached.seq(), AT_ONCE);
            if (more.isEmpty()) {
                return new Verification(
                        reached.seq(),
                        Optional.of("the last entry is " + reached.seq() + ", and " + head.seq() + " were written"));
            }
            for (AuditEntry entry : more) {
                Optional<String> wrong = wrong(entry, reached);
                if (wrong.isPresent()) {
                    return new Verification(reached.seq(), wrong);
                }
                reached = new Head(entry.seq(), entry.hash());
                if (reached.seq() == head.seq()) {
                    break;
                }
            }
        }
        return new Verification(
                reached.seq(),
                reached.equals(head)
                        ? Optional.empty()
                        : Optional.of("the last entry is not the one that was written"));
    }

    private static Optional<String> wrong(AuditEntry entry, Head before) {
        if (entry.seq() != before.seq() + 1) {
            return Optional.of("entry " + (before.seq() + 1) + " is missing");
        }
        String expected = AuditEntry.hash(
                entry.seq(),
                entry.at(),
                entry.actor(),
                entry.action(),
                entry.subject(),
                entry.details().compact(),
                before.hash());
        return entry.hash().equals(expected)
                ? Optional.empty()
                : Optional.of("entry " + entry.seq() + " is not as it was written, or the one before");
    }

    private static AuditEntry read(ResultSet row) throws SQLException {
        return new AuditEntry(
                row.getLong("seq"),
                Columns.moment(row, "at"),
                row.getString("actor"),
                row.getString("action"),
                row.getString("subject"),
                Columns.object(row, "details"),
                row.getString("hash"));
    }

    private record Head(long seq, String hash) {}
}
