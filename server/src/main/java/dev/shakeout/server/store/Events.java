package dev.shakeout.server.store;

import java.util.List;
import org.jdbi.v3.core.Handle;

/** What runs have told of themselves, as it came. */
public final class Events {
    private final Handle handle;

    Events(Handle handle) {
        this.handle = handle;
    }

    /** What is there already is left as it is. */
    public void add(String run, List<RunEvent> events) {
        if (events.isEmpty()) {
            return;
        }
        var batch = handle.prepareBatch("""
                INSERT INTO run_events (run, seq, at, level, words) VALUES (:run, :seq, :at, :level, :words)
                ON CONFLICT (run, seq) DO NOTHING""");
        events.forEach(event -> batch.bind("run", run)
                .bind("seq", event.seq())
                .bind("at", event.at().toEpochMilli())
                .bind("level", event.level())
                .bind("words", event.words())
                .add());
        batch.execute();
    }

    /** In order. */
    public List<RunEvent> after(String run, long seq, int limit) {
        return handle.createQuery("SELECT * FROM run_events WHERE run = :run AND seq > :seq ORDER BY seq LIMIT :limit")
                .bind("run", run)
                .bind("seq", seq)
                .bind("limit", limit)
                .map((row, _) -> new RunEvent(
                        row.getLong("seq"), Columns.moment(row, "at"), row.getString("level"), row.getString("words")))
                .list();
    }

    /** The number of the last one; 0 without. */
    public long last(String run) {
        return handle.createQuery("SELECT COALESCE(MAX(seq), 0) FROM run_events WHERE run = :run")
                .bind("run", run)
                .mapTo(Long.class)
                .one();
    }
}
