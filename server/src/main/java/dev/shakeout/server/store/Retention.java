package dev.shakeout.server.store;

import dev.shakeout.model.Json;
import dev.shakeout.server.access.Token;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;

/**
 * Forgets runs that ended long ago, with their events, journals and findings. The audit log stays whole, and so does what a gate may
 * still need: the last run of each experiment.
 */
public final class Retention {
    /** In one transaction, so that nobody who serves meanwhile waits for long. */
    private static final int TOGETHER = 500;

    /** Those that refer to a run, and mean nothing without it. */
    private static final List<String> OF_RUNS = List.of("run_events", "journals", "findings", "evidence", "messages");

    private static final List<String> NAMING_RUNS = List.of("schedule_starts", "rollout_stages");

    private Retention() {}

    /**
     * May be called while servers are at work.
     *
     * @param before of when the runs are, by their end
     * @return how many were forgotten
     */
    public static long forget(Instant before, Instant now, Store store) {
        long all = 0;
        while (true) {
            int some = store.changeBy(handle -> forget(before, handle));
            all += some;
            if (some < TOGETHER) {
                break;
            }
        }
        long runs = all;
        store.changeBy(handle -> forgetMessages(before, handle));
        if (runs > 0) {
            store.change(work -> {
                var details = Json.object("before", before.toString(), "runs", runs);
                work.audit().append(now, Token.NOBODY, "runs.forget", "store", details);
                return work;
            });
        }
        return runs;
    }

    /** What was told of no run, such as a halt. */
    private static int forgetMessages(Instant before, Handle handle) {
        return handle.createUpdate(
                        "DELETE FROM messages WHERE run IS NULL AND state <> 'waiting' AND created_at < :before")
                .bind("before", before.toEpochMilli())
                .execute();
    }

    private static int forget(Instant before, Handle handle) {
        List<String> runs = handle.createQuery("""
                        SELECT id FROM runs WHERE state = 'ended' AND ended_at < :before
                            AND NOT EXISTS (SELECT 1 FROM last_evidence l WHERE l.run = runs.id)
                            AND NOT EXISTS (SELECT 1 FROM rollout_stages s JOIN rollouts o ON o.id = s.rollout
                                WHERE s.run = runs.id AND o.state NOT IN ('passed', 'stopped'))
                        ORDER BY ended_at LIMIT :limit""")
                .bind("before", before.toEpochMilli())
                .bind("limit", TOGETHER)
                .mapTo(String.class)
                .list();
        if (runs.isEmpty()) {
            return 0;
        }
        NAMING_RUNS.forEach(table -> handle.createUpdate("UPDATE " + table + " SET run = NULL WHERE run IN (<runs>)")
                .bindList("runs", runs)
                .execute());
        OF_RUNS.forEach(table -> handle.createUpdate("DELETE FROM " + table + " WHERE run IN (<runs>)")
                .bindList("runs", runs)
                .execute());
        return handle.createUpdate("DELETE FROM runs WHERE id IN (<runs>)")
                .bindList("runs", runs)
                .execute();
    }
}
