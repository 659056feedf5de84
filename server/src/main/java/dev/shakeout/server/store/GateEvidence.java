package dev.shakeout.server.store;

import dev.shakeout.model.Finding;
import dev.shakeout.model.Verdict;
import dev.shakeout.report.gate.Acceptance;
import dev.shakeout.report.gate.Evidence;
import dev.shakeout.report.gate.Question;
import dev.shakeout.server.access.Extent;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;

/** What runs say to a gate. */
public final class GateEvidence {
    private final Handle handle;

    GateEvidence(Handle handle) {
        this.handle = handle;
    }

    /** With its findings; that of a run is kept once. */
    public void add(String run, Evidence evidence) {
        String about = Columns.written(new TreeSet<>(evidence.about()));
        String environment = evidence.labels().getOrDefault("environment", "");
        String version = evidence.labels().getOrDefault("version", "");
        handle.createUpdate("""
                        INSERT INTO evidence (run, title, verdict, why, tried, started_at, ended_at, environment, version,
                            about, labels, explained)
                        VALUES (:run, :title, :verdict, :why, :tried, :started_at, :ended_at, :environment, :version,
                            :about, :labels, :explained)
                        ON CONFLICT (run) DO NOTHING""")
                .bind("run", run)
                .bind("title", evidence.experiment())
                .bind("verdict", evidence.verdict().word())
                .bind("why", evidence.why())
                .bind("tried", evidence.tried() ? 1 : 0)
                .bind("started_at", evidence.start().toEpochMilli())
                .bind("ended_at", evidence.end().toEpochMilli())
                .bind("environment", environment)
                .bind("version", version)
                .bind("about", about)
                .bind("labels", Columns.written(evidence.labels()))
                .bind("explained", evidence.explained() ? 1 : 0)
                .execute();
        for (Scope scope : List.of(
                new Scope(Optional.of(environment), Optional.of(version)),
                new Scope(Optional.of(environment), Optional.empty()),
                new Scope(Optional.empty(), Optional.of(version)),
                new Scope(Optional.empty(), Optional.empty()))) {
            isLast(run, evidence, about, scope);
        }
        new Journals(handle).add(run, evidence.findings());
    }

    /** Of which environment and which version a question is; of all where empty. */
    private record Scope(Optional<String> environment, Optional<String> version) {
        Map<String, Object> columns() {
            return Map.of(
                    "environment",
                    environment.orElse(""),
                    "any_environment",
                    environment.isEmpty() ? 1 : 0,
                    "version",
                    version.orElse(""),
                    "any_version",
                    version.isEmpty() ? 1 : 0);
        }
    }

    private void isLast(String run, Evidence evidence, String about, Scope scope) {
        handle.createUpdate("""
                        INSERT INTO last_evidence AS l (environment, any_environment, version, any_version, title, about,
                            bucket, run, ended_at)
                        VALUES (:environment, :any_environment, :version, :any_version, :title, :about, :bucket, :run,
                            :ended_at)
                        ON CONFLICT (any_environment, environment, any_version, version, title, about, bucket)
                        DO UPDATE SET run = excluded.run, ended_at = excluded.ended_at
                        WHERE excluded.ended_at > l.ended_at OR excluded.ended_at = l.ended_at AND excluded.run < l.run""")
                .bindMap(scope.columns())
                .bind("title", evidence.experiment())
                .bind("about", about)
                .bind("bucket", bucket(evidence))
                .bind("run", run)
                .bind("ended_at", evidence.end().toEpochMilli())
                .execute();
    }

    /** As the column says. */
    private static int bucket(Evidence evidence) {
        return switch (evidence.verdict()) {
            case ABORTED, REFUSED -> 1;
            case PASSED -> evidence.tried() ? 3 : 2;
            case DEVIATED, INCONCLUSIVE, NOT_READY, HALTED, FAILED, UNSAFE -> 3;
        };
    }

    /**
     * All that can change a gate's answer: of each experiment, for each set of services that it was about, the last run that
     * shows anything, and the last ones that do not. So it does not grow with the number of runs.
     *
     * @param environments whose runs may be known to whoever asks; that of the question is one of them
     */
    public List<Evidence> of(Question question, Extent environments) {
        if (question.environment().isPresent() || environments.isAll()) {
            return of(new Scope(question.environment(), question.version()));
        }
        return environments.names().stream()
                .sorted()
                .flatMap(name -> of(new Scope(Optional.of(name), question.version())).stream())
                .toList();
    }

    private List<Evidence> of(Scope scope) {
        var journals = new Journals(handle);
        var known = new KnownFindings(handle);
        return handle.createQuery("""
                        SELECT e.*, (SELECT COUNT(*) FROM findings f WHERE f.run = e.run) AS found
                        FROM last_evidence l JOIN evidence e ON e.run = l.run
                        WHERE l.any_environment = :any_environment AND l.environment = :environment
                            AND l.any_version = :any_version AND l.version = :version
                        ORDER BY e.run""")
                .bindMap(scope.columns())
                .map((row, _) -> {
                    String run = row.getString("run");
                    List<Finding> found = row.getLong("found") == 0 ? List.of() : journals.findings(run);
                    return read(row, found, found.isEmpty() ? Map.of() : known.accepted(run, found));
                })
                .list();
    }

    private static Evidence read(ResultSet row, List<Finding> findings, Map<Finding, Acceptance> accepted)
            throws SQLException {
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
                findings,
                row.getLong("explained") == 1,
                accepted);
    }
}
