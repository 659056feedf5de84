package dev.shakeout.server.store;

import dev.shakeout.model.Finding;
import dev.shakeout.model.Verdict;
import dev.shakeout.report.gate.Evidence;
import dev.shakeout.report.gate.Question;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/** The journals of runs, what they say to a gate, and their findings. */
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

    /** What it says to a gate. */
    public void add(String run, Evidence evidence) {
        handle.createUpdate("""
                        INSERT INTO evidence (run, title, verdict, why, tried, started_at, ended_at, environment, version,
                            about, labels)
                        VALUES (:run, :title, :verdict, :why, :tried, :started_at, :ended_at, :environment, :version,
                            :about, :labels)
                        ON CONFLICT (run) DO NOTHING""")
                .bind("run", run)
                .bind("title", evidence.experiment())
                .bind("verdict", evidence.verdict().word())
                .bind("why", evidence.why())
                .bind("tried", evidence.tried() ? 1 : 0)
                .bind("started_at", evidence.start().toEpochMilli())
                .bind("ended_at", evidence.end().toEpochMilli())
                .bind("environment", evidence.labels().getOrDefault("environment", ""))
                .bind("version", evidence.labels().getOrDefault("version", ""))
                .bind("about", Columns.written(new TreeSet<>(evidence.about())))
                .bind("labels", Columns.written(evidence.labels()))
                .execute();
        for (int i = 0; i < evidence.findings().size(); i++) {
            add(run, i + 1, evidence.findings().get(i));
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

    /**
     * All that can change a gate's answer: of each experiment, for each set of services that it was about, the last run that
     * shows anything, and the last ones that do not. So it does not grow with the number of runs.
     *
     * @param environment whose runs may be known to whoever asks; empty for all
     */
    public List<Evidence> evidence(Question question, Optional<String> environment) {
        var conditions = new TreeMap<String, Object>();
        question.environment().or(() -> environment).ifPresent(name -> conditions.put("environment", name));
        question.version().ifPresent(version -> conditions.put("version", version));
        var where = conditions.keySet().stream()
                .map(column -> column + " = :" + column)
                .collect(Collectors.joining(" AND "));
        var found = handle.createQuery("""
                        SELECT * FROM (
                            SELECT e.*, ROW_NUMBER() OVER (PARTITION BY title, about,
                                CASE WHEN verdict IN ('aborted', 'refused') THEN 1
                                     WHEN verdict = 'passed' AND tried = 0 THEN 2
                                     ELSE 3 END ORDER BY ended_at DESC, run) AS place
                            FROM evidence e %s) AS ranked
                        WHERE place = 1 ORDER BY run""".formatted(where.isEmpty() ? "" : "WHERE " + where))
                .bindMap(conditions)
                .map((row, _) -> Map.entry(row.getString("run"), read(row)))
                .list();
        return found.stream()
                .map(entry -> with(entry.getValue(), findings(entry.getKey())))
                .toList();
    }

    private static Evidence with(Evidence evidence, List<Finding> findings) {
        return new Evidence(
                evidence.source(),
                evidence.experiment(),
                evidence.verdict(),
                evidence.why(),
                evidence.tried(),
                evidence.start(),
                evidence.end(),
                evidence.about(),
                evidence.labels(),
                findings);
    }

    private static Evidence read(ResultSet row) throws SQLException {
        return new Evidence(
                "run " + row.getString("run"),
                row.getString("title"),
                Verdict.ofWord(row.getString("verdict")),
                row.getString("why"),
                row.getLong("tried") == 1,
                Columns.moment(row, "started_at"),
                Columns.moment(row, "ended_at"),
                Set.copyOf(Columns.list(row, "about")),
                Columns.texts(row, "labels"),
                List.of());
    }
}
