package dev.shakeout.server.store;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/** Signs of life of all servers at this database. */
public final class Servers {
    private final Handle handle;

    Servers(Handle handle) {
        this.handle = handle;
    }

    /** @param now by the clock of the server that says so */
    public void beat(String identity, Instant now) {
        handle.createUpdate("""
                        INSERT INTO servers (identity, beat, seen_at) VALUES (:identity, 1, :now)
                        ON CONFLICT (identity) DO UPDATE SET beat = servers.beat + 1, seen_at = :now""")
                .bind("identity", identity)
                .bind("now", now.toEpochMilli())
                .execute();
    }

    /** By server, a number that changes for as long as it lives. */
    public Map<String, Long> beats() {
        return handle.createQuery("SELECT identity, beat FROM servers")
                .collectRows(Collectors.toMap(
                        row -> row.getColumn("identity", String.class), row -> row.getColumn("beat", Long.class)));
    }

    /** By its own clock. */
    public Optional<Instant> seen(String identity) {
        return handle.createQuery("SELECT seen_at FROM servers WHERE identity = :identity")
                .bind("identity", identity)
                .mapTo(Long.class)
                .findOne()
                .map(Instant::ofEpochMilli);
    }

    /** Until it says again that it lives. */
    public void forget(String identity) {
        handle.createUpdate("DELETE FROM servers WHERE identity = :identity")
                .bind("identity", identity)
                .execute();
    }
}
