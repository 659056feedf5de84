package dev.shakeout.server.store;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Runs that wait for people, before any server carries them out. */
public final class PendingRuns {
    private final Handle handle;

    PendingRuns(Handle handle) {
        this.handle = handle;
    }

    /**
     * One that is pending, held until the end of the transaction, so that nobody else decides about it.
     *
     * @return empty when it is not pending any more, or is not there
     */
    public Optional<StoredRun> take(String id) {
        return handle.createQuery("UPDATE runs SET state = state WHERE id = :id AND state = 'pending' RETURNING *")
                .bind("id", id)
                .map((row, _) -> Runs.read(row))
                .findOne();
    }

    /** Ids of those that are pending, of one experiment or of all. */
    public List<String> in(String environment, Optional<String> experiment) {
        return handle.createQuery("""
                        SELECT id FROM runs WHERE state = 'pending' AND environment = :environment
                            AND :experiment IN ('', experiment) ORDER BY requested_at, id""")
                .bind("environment", environment)
                .bind("experiment", experiment.orElse(""))
                .mapTo(String.class)
                .list();
    }

    /** Why somebody asked for its end; empty when nobody did. */
    public Optional<String> haltReason(String id) {
        return handle.createQuery("SELECT halt_reason FROM runs WHERE id = :id AND halt = 1")
                .bind("id", id)
                .mapTo(String.class)
                .findOne();
    }

    /** What one that was {@link #take taken} waits for now. */
    public void stillWaits(String id, String words) {
        handle.createUpdate("UPDATE runs SET waits_for = :words WHERE id = :id")
                .bind("id", id)
                .bind("words", words)
                .execute();
    }

    /** One that was {@link #take taken} is to be carried out, by a server. */
    public void letBegin(String id, String server) {
        handle.createUpdate("""
                        UPDATE runs SET state = 'waiting', server = :server, waits_for = '', waits_until = NULL
                        WHERE id = :id AND state = 'pending'""").bind("id", id).bind("server", server).execute();
    }

    /** No server watches these, so somebody has to look at each that is halted now. */
    int halt(String condition, Map<String, String> values, String why) {
        var timers = new Timers(handle);
        List<String> halted = handle.createQuery(
                        "UPDATE runs SET halt = 1, halt_reason = :why WHERE state = 'pending' AND halt = 0 AND "
                                + condition + " RETURNING id")
                .bindMap(values)
                .bind("why", why)
                .mapTo(String.class)
                .list();
        halted.forEach(id -> timers.set(Timers.ofPending(id, "halt"), Instant.EPOCH));
        return halted.size();
    }
}
