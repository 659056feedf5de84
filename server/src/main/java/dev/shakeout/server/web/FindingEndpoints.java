package dev.shakeout.server.web;

import static dev.shakeout.server.web.Endpoint.Given.json;

import dev.shakeout.model.Json;
import dev.shakeout.server.access.Role;
import dev.shakeout.server.store.KnownFinding;
import dev.shakeout.server.store.KnownFinding.Standing;
import dev.shakeout.server.store.KnownFinding.Status;
import dev.shakeout.server.store.KnownFindings;
import dev.shakeout.server.web.Endpoint.Verb;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/** What runs have found, each weakness once, and what people make of it. */
final class FindingEndpoints {
    private static final String ALL = Endpoints.API + "/findings";
    private static final String ONE = ALL + "/{finding}";
    private static final Duration LONGEST = Duration.ofDays(366);
    private static final Field OWNER =
            Field.optional("owner", Kind.LINE, "Who looks after it; as it was before, without.");
    private static final Field TICKET =
            Field.optional("ticket", Kind.LINE, "Where more of it stands, an address; as it was before, without.");
    private static final Field WHY = Field.optional("reason", Kind.TEXT, "Why; none without.");
    private static final Shape SAID = Shape.of("SaidOfFinding", WHY, OWNER, TICKET);
    private static final Shape ACCEPTED = Shape.of(
            "FindingToAccept",
            Field.required("until", Kind.MOMENT, "From when on it closes gates again; at most a year ahead."),
            Field.required("reason", Kind.TEXT, "Why that can be lived with."),
            OWNER,
            TICKET);

    private final Desk desk;

    private FindingEndpoints(Desk desk) {
        this.desk = desk;
    }

    static List<Endpoint> all(Desk desk) {
        var here = new FindingEndpoints(desk);
        var all = new ArrayList<>(List.of(
                Endpoint.of(
                                "listFindings",
                                Verb.GET,
                                ALL,
                                Role.VIEWER,
                                Scope.QUERY,
                                "What runs have found, each weakness once, found last first.",
                                json(200, Shape.pageOf(FindingAnswers.KNOWN)),
                                here::list)
                        .query(
                                Field.optional("environment", Kind.NAME, "Only those in it."),
                                Field.optional("experiment", Kind.NAME, "Only those of it."),
                                Field.optional("status", Kind.FINDING_STATUS, "Only those that are so."),
                                Paging.AFTER,
                                Paging.LIMIT),
                Endpoint.of(
                        "getFinding",
                        Verb.GET,
                        ONE,
                        Role.VIEWER,
                        Scope.FINDING,
                        "One weakness that runs have found.",
                        json(200, FindingAnswers.KNOWN),
                        here::get)));
        all.add(here.says(
                "acknowledgeFinding",
                "/acknowledgement",
                Role.OPERATOR,
                "Says that somebody looks after it.",
                Status.ACKNOWLEDGED,
                SAID));
        all.add(here.says(
                "acceptFinding",
                "/acceptance",
                Role.APPROVER,
                "Lives with it until a moment: so long it closes no gate.",
                Status.ACCEPTED,
                ACCEPTED));
        all.add(here.says(
                "fixFinding",
                "/fix",
                Role.OPERATOR,
                "Says that it is mended. The next whole run shows whether that is so: it is verified, or open again.",
                Status.FIXED,
                SAID));
        all.add(here.says(
                "reopenFinding",
                "/reopening",
                Role.OPERATOR,
                "Takes back what was said of it: it is open.",
                Status.OPEN,
                SAID));
        return List.copyOf(all);
    }

    private Endpoint says(String id, String path, Role needs, String summary, Status status, Shape takes) {
        return Endpoint.of(
                        id,
                        Verb.POST,
                        ONE + path,
                        needs,
                        Scope.FINDING,
                        summary,
                        json(200, FindingAnswers.KNOWN),
                        call -> say(call, status))
                .takes(takes);
    }

    private Reply list(Call call) {
        var filter = new KnownFindings.Filter(
                call.shown(), call.asked("experiment"), call.asked("status").map(Status::ofWord));
        var page = desk.store().read(work -> work.known().page(filter, call.asked("after"), call.limit()));
        return Reply.ok(Answers.page(page, FindingAnswers::of));
    }

    private Reply get(Call call) {
        String id = call.variable("finding");
        return Reply.ok(FindingAnswers.of(
                desk.store().read(work -> work.known().find(id)).orElseThrow(() -> missing(id))));
    }

    static Refusal missing(String id) {
        return Refusal.notFound("there is no finding with the id '" + id + "'; " + ALL + " lists them");
    }

    private Reply say(Call call, Status status) {
        String id = call.variable("finding");
        Optional<Instant> until = call.text("until").map(Instant::parse);
        until.ifPresent(end -> check(end, call.now()));
        return Reply.ok(FindingAnswers.of(desk.store().change(work -> {
            KnownFinding finding = work.known().take(id).orElseThrow(() -> missing(id));
            var standing = new Standing(
                    status,
                    call.text("owner").orElse(finding.standing().owner()),
                    call.text("ticket").orElse(finding.standing().ticket()),
                    call.text("reason").orElse(""),
                    until,
                    Optional.of(call.caller().id()),
                    call.now());
            work.known().stand(id, standing);
            work.audit()
                    .append(call.now(), call.caller(), "finding." + verb(status), "finding/" + id, details(standing));
            return finding.with(standing);
        })));
    }

    private static void check(Instant until, Instant now) {
        if (!until.isAfter(now)) {
            throw Refusal.badRequest("'until' is past already; say when it is to be looked at again");
        }
        if (until.isAfter(now.plus(LONGEST))) {
            throw Refusal.badRequest("'until' must be within a year; accept it again then, if it still holds");
        }
    }

    private static String verb(Status status) {
        return switch (status) {
            case OPEN -> "reopen";
            case ACKNOWLEDGED -> "acknowledge";
            case ACCEPTED -> "accept";
            case FIXED -> "fix";
        };
    }

    private static Json.Obj details(Standing standing) {
        var members = new LinkedHashMap<>(
                Json.object("owner", standing.owner(), "ticket", standing.ticket(), "reason", standing.reason())
                        .members());
        standing.until().ifPresent(end -> members.put("until", Json.of(end.toString())));
        return new Json.Obj(members);
    }
}
