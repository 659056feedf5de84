package dev.shakeout.server.web;

import static dev.shakeout.server.web.Field.optional;
import static dev.shakeout.server.web.Field.required;

import dev.shakeout.model.Json;
import dev.shakeout.server.store.KnownFinding;
import java.util.LinkedHashMap;

/** What runs have found, as it is answered. */
final class FindingAnswers {
    static final Shape KNOWN = Shape.of(
            "KnownFinding",
            required("id", Kind.NAME, "Its id; the same over all runs."),
            required("experiment", Kind.NAME, "Whose runs have found it."),
            required("environment", Kind.NAME, "Where."),
            required("title", Kind.TEXT, "The weakness."),
            required("where", Kind.TEXT, "The probe or guard that saw it."),
            required("evidence", Kind.TEXT, "The numbers, of the last time."),
            required("first-seen", Kind.MOMENT, "When it was seen first."),
            required("last-seen", Kind.MOMENT, "When it was seen last."),
            required("last-run", Kind.NAME, "The run that found it last."),
            required("times", Kind.COUNT, "In how many runs it was found."),
            required("opened-at", Kind.MOMENT, "When it was found first, or again after it was said to be fixed."),
            required("status", Kind.FINDING_STATUS, "What people made of it."),
            required("verified", Kind.FLAG, "Whether it is said to be fixed and a whole run, begun since, has passed."),
            required("owner", Kind.TEXT, "Who looks after it; empty without."),
            required("ticket", Kind.TEXT, "Where more of it stands; empty without."),
            required("reason", Kind.TEXT, "Why it is as it is; empty without."),
            optional("accepted-until", Kind.MOMENT, "From when on it closes gates again."),
            optional("changed-by", Kind.TEXT, "Id of the user, or of the service token, that said so last."),
            required("changed-at", Kind.MOMENT, "When its status changed last."),
            optional("passed-run", Kind.NAME, "The last whole run since it was seen that passed without it."),
            optional("passed-at", Kind.MOMENT, "When that began."));

    private FindingAnswers() {}

    static Json.Obj of(KnownFinding finding) {
        KnownFinding.Standing standing = finding.standing();
        var members = new LinkedHashMap<>(Json.object(
                        "id",
                        finding.id(),
                        "experiment",
                        finding.experiment(),
                        "environment",
                        finding.environment(),
                        "title",
                        finding.title(),
                        "where",
                        finding.place(),
                        "evidence",
                        finding.evidence(),
                        "first-seen",
                        finding.firstSeen(),
                        "last-seen",
                        finding.lastSeen(),
                        "last-run",
                        finding.lastRun(),
                        "times",
                        finding.times(),
                        "opened-at",
                        finding.openedAt())
                .members());
        members.putAll(Json.object(
                        "status",
                        standing.status().word(),
                        "verified",
                        finding.verified(),
                        "owner",
                        standing.owner(),
                        "ticket",
                        standing.ticket(),
                        "reason",
                        standing.reason(),
                        "changed-at",
                        standing.at())
                .members());
        Answers.put(members, "accepted-until", standing.until());
        Answers.put(members, "changed-by", standing.by());
        Answers.put(members, "passed-run", finding.passed().map(KnownFinding.Passed::run));
        Answers.put(members, "passed-at", finding.passed().map(KnownFinding.Passed::at));
        return new Json.Obj(members);
    }
}
