package dev.shakeout.server.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Where nothing may be run. Seen by every server at the same database. */
public final class Halts {
    private final Handle handle;

    Halts(Handle handle) {
        this.handle = handle;
    }

    /**
     * Waits for the others who start a run, halt or release, and keeps them waiting until the end of this transaction. To be
     * called first of all in it: then nobody who waits holds what the one he waits for still needs.
     */
    public void takeTurn() {
        handle.createUpdate("UPDATE halt_turn SET turn = turn + 1 WHERE id = 1").execute();
    }

    /** All, the one for all environments first. */
    public List<Halt> all() {
        return handle.createQuery("SELECT * FROM halts ORDER BY environment")
                .map((row, _) -> read(row))
                .list();
    }

    /** Those that keep a run in this environment from being started. */
    public List<Halt> in(String environment) {
        return handle.createQuery(
                        "SELECT * FROM halts WHERE environment = '' OR environment = :name ORDER BY environment")
                .bind("name", environment)
                .map((row, _) -> read(row))
                .list();
    }

    /** @param environment empty for all of them */
    public Optional<Halt> find(Optional<String> environment) {
        return handle.createQuery("SELECT * FROM halts WHERE environment = :name")
                .bind("name", environment.orElse(""))
                .map((row, _) -> read(row))
                .findOne();
    }

    /** @return false when that is halted already: the first reason counts */
    public boolean add(Halt halt) {
        return handle.createUpdate("""
                        INSERT INTO halts (environment, reason, halted_by, halted_at)
                        VALUES (:environment, :reason, :by, :at)
                        ON CONFLICT (environment) DO NOTHING""")
                        .bind("environment", halt.environment().orElse(""))
                        .bind("reason", halt.reason())
                        .bind("by", halt.by())
                        .bind("at", halt.at().toEpochMilli())
                        .execute()
                == 1;
    }

    /** @return false when there was none */
    public boolean remove(Optional<String> environment) {
        return handle.createUpdate("DELETE FROM halts WHERE environment = :name")
                        .bind("name", environment.orElse(""))
                        .execute()
                == 1;
    }

    private static Halt read(ResultSet row) throws SQLException {
        return new Halt(
                Columns.maybeText(row, "environment"),
                row.getString("reason"),
                row.getString("halted_by"),
                Columns.moment(row, "halted_at"));
    }
}
