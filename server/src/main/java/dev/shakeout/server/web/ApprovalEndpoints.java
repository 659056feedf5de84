package dev.shakeout.server.web;

import static dev.shakeout.server.web.Endpoint.Given.json;

import dev.shakeout.model.Json;
import dev.shakeout.model.Verdict;
import dev.shakeout.server.access.Actor;
import dev.shakeout.server.access.Caller;
import dev.shakeout.server.access.Role;
import dev.shakeout.server.run.ApprovedStarts;
import dev.shakeout.server.run.Consent;
import dev.shakeout.server.store.ExperimentVersion;
import dev.shakeout.server.store.GivenApproval;
import dev.shakeout.server.store.StoredRun;
import dev.shakeout.server.store.Work;
import dev.shakeout.server.web.Endpoint.Verb;
import java.util.List;
import java.util.Optional;

/** Approvals of runs that wait for them; and what is refused instead. */
final class ApprovalEndpoints {
    private static final String OF_RUN = Endpoints.API + "/runs/{run}/approvals";
    private static final Shape FOR_RUN = Shape.of(
            "ApprovalToGive",
            Field.optional("version", Kind.COUNT, "The version that was looked at; it must be the run's, if given."));
    private static final Shape REJECTION =
            Shape.of("Rejection", Field.required("reason", Kind.LINE, "Why it is not to be run."));

    private final Desk desk;

    private ApprovalEndpoints(Desk desk) {
        this.desk = desk;
    }

    static List<Endpoint> all(Desk desk) {
        var here = new ApprovalEndpoints(desk);
        return List.of(
                Endpoint.of(
                                "approveRun",
                                Verb.POST,
                                OF_RUN,
                                Role.APPROVER,
                                Scope.RUN,
                                "Approves of a run that waits for it. Neither who started it nor who wrote that version can.",
                                json(201, ApprovalAnswers.OF_RUN),
                                here::approve)
                        .takes(FOR_RUN),
                Endpoint.of(
                        "listRunApprovals",
                        Verb.GET,
                        OF_RUN,
                        Role.VIEWER,
                        Scope.RUN,
                        "Whose approval a run needs, and whose it has.",
                        json(200, ApprovalAnswers.OF_RUN),
                        here::ofRun),
                Endpoint.of(
                                "rejectRun",
                                Verb.POST,
                                Endpoints.API + "/runs/{run}/rejection",
                                Role.APPROVER,
                                Scope.RUN,
                                "Refuses a run that waits for approvals: it ends.",
                                json(200, Answers.RUN),
                                here::reject)
                        .takes(REJECTION),
                Endpoint.of(
                        "revokeApproval",
                        Verb.DELETE,
                        Endpoints.API + "/approvals/{approval}",
                        Role.APPROVER,
                        Scope.APPROVAL,
                        "Takes an approval back, whoever gave it, until its run has begun.",
                        json(200, ApprovalAnswers.APPROVAL),
                        here::revoke));
    }

    private Reply approve(Call call) {
        return Reply.json(201, desk.store().change(work -> {
            StoredRun run = pending(call, work);
            Caller caller = call.caller();
            ExperimentVersion version =
                    work.experiments().find(run.experiment(), run.version()).orElseThrow();
            requireVersion(call, run);
            FourEyes.require(caller, run.requestedBy(), "started this run");
            GivenBy.requireOtherAuthor(caller, version);
            requireFirst(caller, run, work);
            GivenBy.add(
                    desk.ids().get(), call, version, run.environment(), Optional.of(run.id()), Optional.empty(), work);
            work.pending()
                    .stillWaits(run.id(), Consent.of(run, call.now(), work).words(run.environment()));
            ApprovedStarts.wake(run.id(), desk.ids().get(), call.now(), work);
            return ApprovalAnswers.of(found(call, work), call.now(), work);
        }));
    }

    /** Held, so that it does not begin in the meantime. */
    private static StoredRun pending(Call call, Work work) {
        String id = call.variable("run");
        return work.pending().take(id).orElseThrow(() -> {
            StoredRun run = found(call, work);
            return Refusal.conflict("run " + id + " waits for nobody's approval: "
                    + (run.state() == StoredRun.State.ENDED
                            ? "it has ended " + run.verdict().map(Verdict::word).orElse("without a verdict")
                            : "it has begun"));
        });
    }

    private static StoredRun found(Call call, Work work) {
        String id = call.variable("run");
        return work.runs().find(id).orElseThrow(() -> RunEndpoints.missing(id));
    }

    private static void requireVersion(Call call, StoredRun run) {
        call.text("version").map(text -> Call.number("version", text)).ifPresent(seen -> {
            if (seen != run.version()) {
                throw Refusal.conflict("run " + run.id() + " is of version " + run.version() + " of '"
                        + run.experiment() + "', and you approve of version " + seen + "; look at " + Endpoints.API
                        + "/experiments/" + run.experiment() + "/versions/" + run.version() + " first");
            }
        });
    }

    private static void requireFirst(Caller caller, StoredRun run, Work work) {
        work.approvals().about(run).stream()
                .filter(each -> each.run().isPresent()
                        && each.revokedAt().isEmpty()
                        && each.approver().equals(caller.id()))
                .findFirst()
                .ifPresent(first -> {
                    throw Refusal.conflict(caller.words() + " has approved of run " + run.id() + " already, at "
                            + first.givenAt() + ", and counts once; another approver has to");
                });
    }

    private Reply ofRun(Call call) {
        return Reply.ok(desk.store().read(work -> ApprovalAnswers.of(found(call, work), call.now(), work)));
    }

    private Reply reject(Call call) {
        StoredRun run = desk.store().change(work -> {
            StoredRun pending = pending(call, work);
            String why = "token '" + call.caller().name() + "' refused it: "
                    + call.text("reason").orElse("");
            ApprovedStarts.end(pending, Verdict.REFUSED, why, Actor.of(call.caller()), call.now(), work);
            return found(call, work);
        });
        desk.conductor().ended(run, Verdict.REFUSED);
        return Reply.ok(Answers.of(run));
    }

    static Refusal missing(String id) {
        return Refusal.notFound("there is no approval with the id '" + id + "'; those of a run are at " + OF_RUN
                + ", those given ahead of time at " + AheadEndpoints.ALL);
    }

    private Reply revoke(Call call) {
        return Reply.ok(desk.store().change(work -> {
            String id = call.variable("approval");
            GivenApproval approval = work.approvals().find(id).orElseThrow(() -> missing(id));
            Optional<StoredRun> pending =
                    approval.run().flatMap(run -> work.pending().take(run));
            if (approval.run().isPresent() && pending.isEmpty()) {
                throw Refusal.conflict("run " + approval.run().get()
                        + " has begun or ended, and its approvals stand; halt it, if it is not to go on");
            }
            if (work.approvals().revoke(id, call.caller().id(), call.now())) {
                work.audit()
                        .append(
                                call.now(),
                                call.caller(),
                                "approval.revoke",
                                GivenBy.subject(approval),
                                Json.object("approval", id));
                pending.ifPresent(run -> work.pending()
                        .stillWaits(run.id(), Consent.of(run, call.now(), work).words(run.environment())));
            }
            return ApprovalAnswers.of(work.approvals().find(id).orElseThrow(), work);
        }));
    }
}
