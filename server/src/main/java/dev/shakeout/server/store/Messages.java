package dev.shakeout.server.store;

import dev.shakeout.server.access.Extent;
import dev.shakeout.server.channel.Notice;
import dev.shakeout.server.channel.Occasion;
import dev.shakeout.server.channel.Sent;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** What channels are to be told, and were told: in the transaction of what it is about, so that there is none without the other. */
public final class Messages {
    /** What can be sent now: due, held by nobody, and behind no other of its line. */
    private static final String READY = """
            m.state = 'waiting' AND m.due_at <= :now AND m.claimed_until <= :now
                AND NOT EXISTS (SELECT 1 FROM messages e WHERE e.channel = m.channel AND e.line = m.line
                    AND e.place < m.place AND e.state = 'waiting')
            """;

    private final Handle handle;

    Messages(Handle handle) {
        this.handle = handle;
    }

    /** What is there already is left as it is. */
    public void add(StoredMessage message) {
        handle.createUpdate("""
                        INSERT INTO messages (id, channel, run, environment, line, place, occasion, facts, lead, must, created_at,
                            state, tries, due_at, claim, claimed_until, result, reference, settled_at)
                        VALUES (:id, :channel, :run, :environment, :line,
                            (SELECT COUNT(*) + 1 FROM messages e WHERE e.channel = :channel AND e.line = :line),
                            :occasion, :facts, :lead, :must, :at, 'waiting', 0, :due, '', 0, '', NULL, NULL)
                        ON CONFLICT (id) DO NOTHING""")
                .bind("id", message.notice().id())
                .bind("channel", message.channel())
                .bind("run", message.run().orElse(null))
                .bind("environment", message.notice().fact("environment"))
                .bind("line", message.notice().thread())
                .bind("occasion", message.notice().occasion().word())
                .bind("facts", Columns.written(message.notice().facts()))
                .bind("lead", message.lead().toMillis())
                .bind("must", message.must() ? 1 : 0)
                .bind("at", message.notice().at().toEpochMilli())
                .bind("due", message.dueAt().toEpochMilli())
                .execute();
    }

    /** Channels for which something can be sent now. */
    public List<String> dueChannels(Instant now) {
        return handle.createQuery("SELECT DISTINCT m.channel FROM messages m WHERE " + READY)
                .bind("now", now.toEpochMilli())
                .mapTo(String.class)
                .list();
    }

    /**
     * Takes the one that is due longest of a channel: until then nobody else sends it.
     *
     * @param claim that nobody has used
     */
    public Optional<StoredMessage> claim(String channel, String claim, Instant now, Instant until) {
        return handle.createQuery(
                        "UPDATE messages AS m SET claim = :claim, claimed_until = :until WHERE m.id = ("
                                + "SELECT m.id FROM messages m WHERE m.channel = :channel AND " + READY
                                + " ORDER BY m.due_at, m.id LIMIT 1) AND m.state = 'waiting' AND m.claimed_until <= :now RETURNING *")
                .bind("channel", channel)
                .bind("claim", claim)
                .bind("now", now.toEpochMilli())
                .bind("until", until.toEpochMilli())
                .map((row, _) -> read(row))
                .findOne();
    }

    /** It has arrived. */
    public void sent(String id, String claim, Sent.Delivered sent, Instant now) {
        settle(id, claim, StoredMessage.State.SENT, sent.words(), sent.reference(), now);
    }

    /** It is not tried again. */
    public void giveUp(String id, String claim, String why, Instant now) {
        settle(id, claim, StoredMessage.State.GIVEN_UP, why, Optional.empty(), now);
    }

    private void settle(
            String id,
            String claim,
            StoredMessage.State state,
            String result,
            Optional<String> reference,
            Instant now) {
        handle.createUpdate("""
                        UPDATE messages SET state = :state, tries = tries + 1, result = :result, reference = :reference,
                            settled_at = :now, claim = '', claimed_until = 0
                        WHERE id = :id AND claim = :claim AND state = 'waiting'""")
                .bind("id", id)
                .bind("claim", claim)
                .bind("state", state.word())
                .bind("result", result)
                .bind("reference", reference.orElse(null))
                .bind("now", now.toEpochMilli())
                .execute();
    }

    /** It is tried again then. */
    public void putOff(String id, String claim, String why, Instant due) {
        handle.createUpdate("""
                        UPDATE messages SET tries = tries + 1, result = :result, due_at = :due, claim = '', claimed_until = 0
                        WHERE id = :id AND claim = :claim AND state = 'waiting'""")
                .bind("id", id)
                .bind("claim", claim)
                .bind("result", why)
                .bind("due", due.toEpochMilli())
                .execute();
    }

    /** Announcements of a run that have not arrived mean nothing any more. */
    public void dropAnnouncements(String run, String why, Instant now) {
        handle.createUpdate("""
                        UPDATE messages SET state = 'given-up', settled_at = :now,
                            result = CASE result WHEN '' THEN :why ELSE :why || '; last: ' || result END
                        WHERE run = :run AND occasion = 'before' AND state = 'waiting'""")
                .bind("run", run)
                .bind("why", why)
                .bind("now", now.toEpochMilli())
                .execute();
    }

    /** Nobody is there any more to be told. */
    public void dropAll(String channel, String why, Instant now) {
        handle.createUpdate("""
                        UPDATE messages SET state = 'given-up', settled_at = :now, result = :why
                        WHERE channel = :channel AND state = 'waiting'""")
                .bind("channel", channel)
                .bind("why", why)
                .bind("now", now.toEpochMilli())
                .execute();
    }

    /** How many each channel is still to be told, by its name. */
    public Map<String, Long> waiting() {
        return handle.createQuery("""
                        SELECT channel, COUNT(*) AS count FROM messages WHERE state = 'waiting' GROUP BY channel ORDER BY channel""").reduceRows(new LinkedHashMap<String, Long>(), (counts, row) -> {
            counts.put(row.getColumn("channel", String.class), row.getColumn("count", Long.class));
            return counts;
        });
    }

    public List<StoredMessage> announcements(String run) {
        return handle.createQuery("SELECT * FROM messages WHERE run = :run AND occasion = 'before' ORDER BY channel")
                .bind("run", run)
                .map((row, _) -> read(row))
                .list();
    }

    /** By which a receiver knows what it was told last of a run. */
    public Optional<String> reference(String run, String channel) {
        return handle.createQuery("""
                        SELECT reference FROM messages WHERE run = :run AND channel = :channel AND reference IS NOT NULL
                        ORDER BY place DESC LIMIT 1""")
                .bind("run", run)
                .bind("channel", channel)
                .mapTo(String.class)
                .findOne();
    }

    /**
     * Newest first.
     *
     * @param environments only those that concern one of them: a channel may have been about another one before
     * @param after id of the last one of the page before
     */
    public Page<StoredMessage> page(String channel, Extent environments, Optional<String> after, int size) {
        var items = handle.createQuery("""
                        SELECT * FROM messages m WHERE channel = :channel AND (environment = '' OR %s)
                            AND (:after = '' OR EXISTS (SELECT 1 FROM messages o WHERE o.id = :after
                                AND (m.created_at, m.place, m.id) < (o.created_at, o.place, o.id)))
                        ORDER BY created_at DESC, place DESC, id DESC LIMIT :limit""".formatted(Columns.in(environments, "environment")))
                .bindMap(Columns.bound(environments))
                .bind("channel", channel)
                .bind("after", after.orElse(""))
                .bind("limit", size + 1)
                .map((row, _) -> read(row))
                .list();
        return Page.of(items, size, message -> message.notice().id());
    }

    private static StoredMessage read(ResultSet row) throws SQLException {
        return new StoredMessage(
                row.getString("channel"),
                Columns.maybeText(row, "run"),
                new Notice(
                        row.getString("id"),
                        Occasion.ofWord(row.getString("occasion")),
                        Columns.moment(row, "created_at"),
                        Columns.texts(row, "facts")),
                Duration.ofMillis(row.getLong("lead")),
                row.getLong("must") == 1,
                StoredMessage.State.ofWord(row.getString("state")),
                row.getLong("tries"),
                Columns.moment(row, "due_at"),
                row.getString("result"),
                Columns.maybeText(row, "reference"),
                Columns.maybeMoment(row, "settled_at"));
    }
}
