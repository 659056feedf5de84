package dev.shakeout.server.web;

import static dev.shakeout.server.web.Endpoint.Given.json;

import dev.shakeout.server.access.Role;
import dev.shakeout.server.run.ApprovedStarts;
import dev.shakeout.server.store.ExperimentVersion;
import dev.shakeout.server.store.GivenApproval;
import dev.shakeout.server.store.Work;
import dev.shakeout.server.web.Endpoint.Verb;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Approvals of versions of experiments, before anything is run. */
final class AheadEndpoints {
    static final String ALL = Endpoints.API + "/experiments/{experiment}/approvals";
    private static final Duration LONGEST = Duration.ofDays(366);
    private static final Shape FOR_VERSION = Shape.of(
            "ApprovalAheadOfTime",
            Field.required("environment", Kind.NAME, "Where it may be run."),
            Field.required("version", Kind.COUNT, "Which version, and no other."),
            Field.required("expires", Kind.MOMENT, "From when on no run begins by it; at most a year ahead."));

    private final Desk desk;

    private AheadEndpoints(Desk desk) {
        this.desk = desk;
    }

    static List<Endpoint> all(Desk desk) {
        var here = new AheadEndpoints(desk);
        return List.of(
                Endpoint.of(
                                "approveVersion",
                                Verb.POST,
                                ALL,
                                Role.APPROVER,
                                Scope.BODY,
                                "Approves of every run of one version in one environment that begins in time. Who wrote the"
                                        + " version cannot, and it does not count for runs that the approver starts.",
                                json(201, ApprovalAnswers.APPROVAL),
                                here::approveAhead)
                        .takes(FOR_VERSION),
                Endpoint.of(
                                "listVersionApprovals",
                                Verb.GET,
                                ALL,
                                Role.VIEWER,
                                Scope.QUERY,
                                "Approvals that were given ahead of time, newest first.",
                                json(200, Shape.pageOf(ApprovalAnswers.APPROVAL)),
                                here::ahead)
                        .query(
                                Field.optional("environment", Kind.NAME, "Only those for it."),
                                Paging.AFTER,
                                Paging.LIMIT));
    }

    private Reply approveAhead(Call call) {
        return Reply.json(201, desk.store().change(work -> {
            String name = call.variable("experiment");
            String environment = call.text("environment").orElse("");
            if (work.environments().find(environment).isEmpty()) {
                throw EnvironmentEndpoints.missing(environment);
            }
            long number = call.text("version")
                    .map(text -> Call.number("version", text))
                    .orElse(0L);
            ExperimentVersion version = work.experiments()
                    .find(name, number)
                    .orElseThrow(() -> Refusal.notFound("there is no experiment '" + name + "' with version " + number
                            + "; look at " + Endpoints.API + "/experiments/" + name + "/versions"));
            GivenBy.requireOtherAuthor(call.caller(), version);
            GivenApproval given = GivenBy.add(
                    desk.ids().get(), call, version, environment, Optional.empty(), Optional.of(expires(call)), work);
            wake(given, call, work);
            return ApprovalAnswers.of(given, work);
        }));
    }

    private static Instant expires(Call call) {
        Instant expires = call.text("expires").map(Instant::parse).orElse(call.now());
        if (!expires.isAfter(call.now())) {
            throw Refusal.badRequest("'expires' is past already; an approval ahead of time is for runs to come");
        }
        if (expires.isAfter(call.now().plus(LONGEST))) {
            throw Refusal.badRequest("'expires' must be within a year; approve of it again then");
        }
        return expires;
    }

    private void wake(GivenApproval given, Call call, Work work) {
        work.pending()
                .in(given.environment(), Optional.of(given.experiment()))
                .forEach(run -> ApprovedStarts.wake(run, desk.ids().get(), call.now(), work));
    }

    private Reply ahead(Call call) {
        return Reply.ok(desk.store()
                .read(work -> Answers.page(
                        work.approvals()
                                .ahead(call.variable("experiment"), call.shown(), call.asked("after"), call.limit()),
                        approval -> ApprovalAnswers.of(approval, work))));
    }
}
