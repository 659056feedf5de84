package dev.shakeout.server.web;

import static dev.shakeout.server.web.Field.optional;
import static dev.shakeout.server.web.Field.required;

import dev.shakeout.model.Json;
import dev.shakeout.server.run.Consent;
import dev.shakeout.server.store.GivenApproval;
import dev.shakeout.server.store.StoredRun;
import dev.shakeout.server.store.Work;
import java.time.Instant;
import java.util.LinkedHashMap;

/** Approvals as they are answered. */
final class ApprovalAnswers {
    static final Shape APPROVAL = Shape.of(
            "Approval",
            required("id", Kind.NAME, "By which it is revoked."),
            required("experiment", Kind.NAME, "What may be run."),
            required("version", Kind.COUNT, "Which version of it, and no other."),
            required("sha256", Kind.TEXT, "Of what is run then."),
            required("environment", Kind.NAME, "Where."),
            optional("run", Kind.NAME, "The only run that it is for; given ahead of time without."),
            required("approver", Kind.TEXT, "Id of the user, or of the service token."),
            required("approver-name", Kind.TEXT, "The name of that."),
            required("given-at", Kind.MOMENT, "When."),
            optional("expires-at", Kind.MOMENT, "From when on no run begins by it."),
            optional("revoked-at", Kind.MOMENT, "When it was revoked."),
            optional("revoked-by", Kind.TEXT, "Id of the user, or of the service token, that revoked it."));
    static final Shape OF_RUN = Shape.of(
            "ApprovalsOfRun",
            required("people", Kind.SEQ, "How many have to approve, by the policy as it is now."),
            required("approvers", Kind.TEXTS, "Those whose approval counts."),
            optional("waits-for", Kind.TEXT, "Who is missing; while it is pending."),
            optional("waits-until", Kind.MOMENT, "When it is refused, if they are still missing."),
            required(
                    "items",
                    Kind.listOf(APPROVAL),
                    "Those for this run, and those given ahead of time; oldest first."));

    private ApprovalAnswers() {}

    static Json.Obj of(GivenApproval approval, Work work) {
        var members = new LinkedHashMap<>(Json.object(
                        "id",
                        approval.id(),
                        "experiment",
                        approval.experiment(),
                        "version",
                        approval.version(),
                        "sha256",
                        approval.sha256(),
                        "environment",
                        approval.environment(),
                        "approver",
                        approval.approver(),
                        "approver-name",
                        work.parties().name(approval.approver()),
                        "given-at",
                        approval.givenAt())
                .members());
        Answers.put(members, "run", approval.run());
        Answers.put(members, "expires-at", approval.expiresAt());
        Answers.put(members, "revoked-at", approval.revokedAt());
        Answers.put(members, "revoked-by", approval.revokedBy());
        return new Json.Obj(members);
    }

    static Json.Obj of(StoredRun run, Instant now, Work work) {
        Consent consent = Consent.of(run, now, work);
        var members = new LinkedHashMap<String, Json>();
        members.put("people", Json.of(consent.people()));
        members.put(
                "approvers",
                Json.of(consent.count().approvers().stream().map(Json::of).toList()));
        Answers.put(members, "waits-for", run.awaited().map(StoredRun.Awaited::words));
        Answers.put(members, "waits-until", run.awaited().map(StoredRun.Awaited::until));
        members.put(
                "items",
                Json.of(work.approvals().about(run).stream()
                        .map(approval -> (Json) of(approval, work))
                        .toList()));
        return new Json.Obj(members);
    }
}
