package dev.shakeout.server.store;

import dev.shakeout.model.Verdict;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Whose turn it is to carry out a run: always one server's, and for a moment nobody's when one hands it on. */
public final class Turns {
    private final Handle handle;

    Turns(Handle handle) {
        this.handle = handle;
    }

    /** Whether this turn is still the one that counts; nobody takes the run over before the end of the transaction. */
    public boolean holds(StoredRun run) {
        return handle.createUpdate("""
                        UPDATE runs SET attempt = attempt
                        WHERE id = :id AND server = :server AND attempt = :attempt AND state <> 'ended'""")
                        .bind("id", run.id())
                        .bind("server", run.server())
                        .bind("attempt", run.attempt())
                        .execute()
                == 1;
    }

    /**
     * Gives it up, for any server to carry it out from its beginning.
     *
     * @param begun whether it was, so that the next is another attempt
     * @param told the number of the last event until now
     * @return false when that turn does not count any more, or it is to halt
     */
    public boolean handOn(StoredRun run, boolean begun, long told) {
        return handle.createUpdate("""
                        UPDATE runs SET state = 'waiting', server = '', attempt = attempt + :begun,
                            told = :told
                        WHERE id = :id AND server = :server AND attempt = :attempt AND state <> 'ended' AND halt = 0""")
                        .bind("id", run.id())
                        .bind("server", run.server())
                        .bind("attempt", run.attempt())
                        .bind("begun", begun ? 1 : 0)
                        .bind("told", told)
                        .execute()
                == 1;
    }

    /** Those that nobody carries out, oldest first. */
    public List<StoredRun> unclaimed() {
        return handle.createQuery(
                        "SELECT * FROM runs WHERE state = 'waiting' AND server = '' ORDER BY requested_at, id")
                .map((row, _) -> Runs.read(row))
                .list();
    }

    /** @return false when another server was quicker */
    public boolean claim(String run, String server) {
        return handle.createUpdate(
                                "UPDATE runs SET server = :server WHERE id = :id AND server = '' AND state = 'waiting'")
                        .bind("id", run)
                        .bind("server", server)
                        .execute()
                == 1;
    }

    /** The number of the last event that earlier attempts have told. */
    public long told(String run) {
        return handle.createQuery("SELECT told FROM runs WHERE id = :id")
                .bind("id", run)
                .mapTo(Long.class)
                .one();
    }

    /** What earlier attempts have left, as far as it is known yet: a run that leaves something is unsafe, whatever came after. */
    public List<String> leftOver(String run) {
        return handle.createQuery("SELECT left_over FROM runs WHERE id = :id")
                .bind("id", run)
                .map((row, _) -> Columns.list(row, "left_over"))
                .one();
    }

    /**
     * Notes what an earlier attempt has left.
     *
     * @return false when there is no such run
     */
    public boolean leave(String run, List<String> left) {
        Optional<StoredRun> found = new Runs(handle).find(run);
        handle.createUpdate("UPDATE runs SET left_over = :left WHERE id = :id")
                .bind("id", run)
                .bind("left", Columns.written(left))
                .execute();
        if (found.filter(it -> it.state() == StoredRun.State.ENDED).isPresent()) {
            handle.createUpdate("UPDATE runs SET verdict = :unsafe, reasons = :left WHERE id = :id")
                    .bind("id", run)
                    .bind("unsafe", Verdict.UNSAFE.word())
                    .bind("left", Columns.written(left))
                    .execute();
            handle.createUpdate("UPDATE evidence SET verdict = :unsafe WHERE run = :id")
                    .bind("id", run)
                    .bind("unsafe", Verdict.UNSAFE.word())
                    .execute();
        }
        return found.isPresent();
    }
}
