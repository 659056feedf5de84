package dev.shakeout.server.store;

import dev.shakeout.model.Finding;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The journals of runs, and their findings. */
public final class Journals {
    private final Handle handle;

    Journals(Handle handle) {
        this.handle = handle;
    }

    public Optional<String> find(String run) {
        return handle.createQuery("SELECT journal FROM journals WHERE run = :run")
                .bind("run", run)
                .mapTo(String.class)
                .findOne();
    }

    /** @param journal as it was written, JSON */
    public void add(String run, String journal) {
        handle.createUpdate("INSERT INTO journals (run, journal) VALUES (:run, :journal) ON CONFLICT (run) DO NOTHING")
                .bind("run", run)
                .bind("journal", journal)
                .execute();
    }

    public void add(String run, List<Finding> findings) {
        for (int i = 0; i < findings.size(); i++) {
            add(run, i + 1, findings.get(i));
        }
    }

    private void add(String run, int number, Finding finding) {
        handle.createUpdate("""
                        INSERT INTO findings (run, number, title, place, evidence, seen_at, faults, runbook)
                        VALUES (:run, :number, :title, :place, :evidence, :seen_at, :faults, :runbook)
                        ON CONFLICT (run, number) DO NOTHING""")
                .bind("run", run)
                .bind("number", number)
                .bind("title", finding.title())
                .bind("place", finding.where())
                .bind("evidence", finding.evidence())
                .bind("seen_at", finding.moment().toEpochMilli())
                .bind("faults", Columns.written(finding.faults()))
                .bind("runbook", Columns.written(finding.runbook()))
                .execute();
    }

    /** In the order in which the run has told them. */
    public List<Finding> findings(String run) {
        return handle.createQuery("SELECT * FROM findings WHERE run = :run ORDER BY number")
                .bind("run", run)
                .map((row, _) -> new Finding(
                        row.getString("title"),
                        row.getString("place"),
                        row.getString("evidence"),
                        Columns.moment(row, "seen_at"),
                        Columns.list(row, "faults"),
                        Columns.list(row, "runbook")))
                .list();
    }
}
