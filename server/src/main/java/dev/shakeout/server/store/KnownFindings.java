package dev.shakeout.server.store;

import dev.shakeout.model.Finding;
import dev.shakeout.report.gate.Acceptance;
import dev.shakeout.server.access.Extent;
import dev.shakeout.server.store.KnownFinding.Passed;
import dev.shakeout.server.store.KnownFinding.Standing;
import dev.shakeout.server.store.KnownFinding.Status;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** What runs have found, each weakness once. */
public final class KnownFindings {
    private final Handle handle;

    KnownFindings(Handle handle) {
        this.handle = handle;
    }

    /** Which ones are asked for; all where empty. */
    public record Filter(Extent environments, Optional<String> experiment, Optional<Status> status) {}

    public Optional<KnownFinding> find(String id) {
        return handle.createQuery("SELECT * FROM known_findings WHERE id = :id")
                .bind("id", id)
                .map((row, _) -> read(row))
                .findOne();
    }

    /** The same, held until the end of the transaction. */
    public Optional<KnownFinding> take(String id) {
        return handle.createQuery("UPDATE known_findings SET status = status WHERE id = :id RETURNING *")
                .bind("id", id)
                .map((row, _) -> read(row))
                .findOne();
    }

    /** Those of an experiment in an environment, held until the end of the transaction. */
    public List<KnownFinding> takeAll(String experiment, String environment) {
        return handle.createQuery("""
                        UPDATE known_findings SET status = status
                        WHERE experiment = :experiment AND environment = :environment RETURNING *""")
                .bind("experiment", experiment)
                .bind("environment", environment)
                .map((row, _) -> read(row))
                .list();
    }

    /**
     * Found last first.
     *
     * @param after id of the last one of the page before
     */
    public Page<KnownFinding> page(Filter filter, Optional<String> after, int size) {
        var items = handle.createQuery("""
                        SELECT * FROM known_findings k
                        WHERE %s AND :experiment IN ('', experiment)
                            AND :status IN ('', status)
                            AND (:after = '' OR EXISTS (SELECT 1 FROM known_findings o WHERE o.id = :after
                                AND (k.last_seen < o.last_seen OR k.last_seen = o.last_seen AND k.id < o.id)))
                        ORDER BY last_seen DESC, id DESC LIMIT :limit""".formatted(Columns.in(filter.environments(), "environment")))
                .bindMap(Columns.bound(filter.environments()))
                .bind("experiment", filter.experiment().orElse(""))
                .bind("status", filter.status().map(Status::word).orElse(""))
                .bind("after", after.orElse(""))
                .bind("limit", size + 1)
                .map((row, _) -> read(row))
                .list();
        return Page.of(items, size, KnownFinding::id);
    }

    /** Those that were opened or said to be fixed from one moment to another, by the time. */
    public List<KnownFinding> changed(Instant from, Instant to, Extent environments) {
        return handle.createQuery("""
                        SELECT * FROM known_findings WHERE %s
                            AND (opened_at >= :from AND opened_at < :to
                                OR status = 'fixed' AND changed_at >= :from AND changed_at < :to)
                        ORDER BY opened_at, id""".formatted(Columns.in(environments, "environment")))
                .bindMap(Columns.bound(environments))
                .bind("from", from.toEpochMilli())
                .bind("to", to.toEpochMilli())
                .map((row, _) -> read(row))
                .list();
    }

    /** Found for the first time. Whoever was quicker with the same counts, and it was found once more. */
    public void add(KnownFinding finding) {
        handle.createUpdate("""
                        INSERT INTO known_findings AS k (id, experiment, environment, title, place, evidence, first_seen,
                            last_seen, last_run, times, opened_at, status, owner, ticket, reason, changed_at)
                        VALUES (:id, :experiment, :environment, :title, :place, :evidence, :first_seen, :last_seen, :last_run,
                            :times, :opened_at, :status, '', '', '', :changed_at)
                        ON CONFLICT (experiment, environment, title, place) DO UPDATE SET times = k.times + 1""")
                .bind("id", finding.id())
                .bind("experiment", finding.experiment())
                .bind("environment", finding.environment())
                .bind("title", finding.title())
                .bind("place", finding.place())
                .bind("evidence", finding.evidence())
                .bind("first_seen", finding.firstSeen().toEpochMilli())
                .bind("last_seen", finding.lastSeen().toEpochMilli())
                .bind("last_run", finding.lastRun())
                .bind("times", finding.times())
                .bind("opened_at", finding.openedAt().toEpochMilli())
                .bind("status", finding.standing().status().word())
                .bind("changed_at", finding.standing().at().toEpochMilli())
                .execute();
    }

    /**
     * One that was {@link #takeAll taken} was found once more.
     *
     * @param reopened at that moment, after it was said to be fixed
     */
    public void again(String id, Finding found, String run, Optional<Instant> reopened) {
        handle.createUpdate("""
                        UPDATE known_findings SET evidence = :evidence, last_run = :run, times = times + 1,
                            last_seen = CASE WHEN last_seen > :seen THEN last_seen ELSE :seen END,
                            status = CASE :reopened WHEN 0 THEN status ELSE 'open' END,
                            opened_at = CASE :reopened WHEN 0 THEN opened_at ELSE :reopened END,
                            changed_at = CASE :reopened WHEN 0 THEN changed_at ELSE :reopened END,
                            passed_run = NULL, passed_at = NULL
                        WHERE id = :id""")
                .bind("id", id)
                .bind("evidence", found.evidence())
                .bind("run", run)
                .bind("seen", found.moment().toEpochMilli())
                .bind("reopened", reopened.map(Instant::toEpochMilli).orElse(0L))
                .execute();
    }

    /** A whole run has passed without it. */
    public void passed(String id, Passed run) {
        handle.createUpdate("UPDATE known_findings SET passed_run = :run, passed_at = :at WHERE id = :id")
                .bind("id", id)
                .bind("run", run.run())
                .bind("at", run.at().toEpochMilli())
                .execute();
    }

    /** What somebody says of one. */
    public void stand(String id, Standing standing) {
        handle.createUpdate("""
                        UPDATE known_findings SET status = :status, owner = :owner, ticket = :ticket, reason = :reason,
                            accepted_until = :until, changed_by = :by, changed_at = :at WHERE id = :id""")
                .bind("id", id)
                .bind("status", standing.status().word())
                .bind("owner", standing.owner())
                .bind("ticket", standing.ticket())
                .bind("reason", standing.reason())
                .bind("until", standing.until().map(Instant::toEpochMilli).orElse(null))
                .bind("by", standing.by().orElse(null))
                .bind("at", standing.at().toEpochMilli())
                .execute();
    }

    /** Which of the findings of a run somebody has accepted. */
    Map<Finding, Acceptance> accepted(String run, List<Finding> findings) {
        var accepted = new HashMap<Finding, Acceptance>();
        handle.createQuery("""
                        SELECT k.* FROM known_findings k JOIN runs r ON r.experiment = k.experiment AND r.environment = k.environment
                        WHERE r.id = :run AND k.status = 'accepted'""")
                .bind("run", run)
                .map((row, _) -> read(row))
                .forEach(known -> findings.stream()
                        .filter(finding -> isSame(known, finding))
                        .forEach(finding -> known.standing()
                                .until()
                                .ifPresent(until -> accepted.put(
                                        finding,
                                        new Acceptance(until, known.standing().reason())))));
        return accepted;
    }

    /** Whether that is the weakness that a run has found. */
    public static boolean isSame(KnownFinding known, Finding finding) {
        return known.title().equals(finding.title()) && known.place().equals(finding.where());
    }

    private static KnownFinding read(ResultSet row) throws SQLException {
        Optional<String> run = Columns.maybeText(row, "passed_run");
        Optional<Instant> at = Columns.maybeMoment(row, "passed_at");
        return new KnownFinding(
                row.getString("id"),
                row.getString("experiment"),
                row.getString("environment"),
                row.getString("title"),
                row.getString("place"),
                row.getString("evidence"),
                Columns.moment(row, "first_seen"),
                Columns.moment(row, "last_seen"),
                row.getString("last_run"),
                row.getLong("times"),
                Columns.moment(row, "opened_at"),
                new Standing(
                        Status.ofWord(row.getString("status")),
                        row.getString("owner"),
                        row.getString("ticket"),
                        row.getString("reason"),
                        Columns.maybeMoment(row, "accepted_until"),
                        Columns.maybeText(row, "changed_by"),
                        Columns.moment(row, "changed_at")),
                run.flatMap(id -> at.map(moment -> new Passed(id, moment))));
    }
}
