package dev.shakeout.server.web;

import static dev.shakeout.server.web.Endpoint.Given.json;

import dev.shakeout.model.Json;
import dev.shakeout.model.Span;
import dev.shakeout.server.access.Role;
import dev.shakeout.server.access.Secret;
import dev.shakeout.server.store.Enrolment;
import dev.shakeout.server.web.Endpoint.Verb;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Tokens by which agents join the fleet, one each: made, listed, revoked. */
final class EnrolmentEndpoints {
    private static final String ALL = Endpoints.API + "/enrolments";
    private static final Duration USUAL = Duration.ofHours(1);
    private static final Duration LONGEST = Duration.ofDays(7);
    private static final Shape NEW = Shape.of(
            "EnrolmentToMake",
            Field.required("environment", Kind.NAME, "The only one that the agent is for."),
            Field.optional(
                    "labels", Kind.LABELS, "Those that the agent gets; * as a value lets it say that one itself."),
            Field.optional("valid", Kind.SPAN, "How long somebody may join by it; 1h if not given, at most 7d."));
    private static final Shape MADE = Answers.more(
            AgentAnswers.ENROLMENT,
            "MadeEnrolment",
            Field.required("token", Kind.TEXT, "The token itself, shown this once: only its hash is kept."));

    private final Desk desk;

    private EnrolmentEndpoints(Desk desk) {
        this.desk = desk;
    }

    static List<Endpoint> all(Desk desk) {
        var here = new EnrolmentEndpoints(desk);
        return List.of(
                Endpoint.of(
                                "makeEnrolment",
                                Verb.POST,
                                ALL,
                                Role.OPERATOR,
                                Scope.BODY,
                                "Makes a token by which one agent joins the fleet, once.",
                                json(201, MADE),
                                here::make)
                        .takes(NEW),
                Endpoint.of(
                                "listEnrolments",
                                Verb.GET,
                                ALL,
                                Role.VIEWER,
                                Scope.QUERY,
                                "All enrolments, oldest first; what is secret of them is not known.",
                                json(200, Shape.pageOf(AgentAnswers.ENROLMENT)),
                                here::list)
                        .query(Field.optional("environment", Kind.NAME, "Only those for this one.")),
                Endpoint.of(
                        "revokeEnrolment",
                        Verb.DELETE,
                        ALL + "/{enrolment}",
                        Role.OPERATOR,
                        Scope.ENROLMENT,
                        "Nobody joins by it any more; an agent that has joined stays.",
                        json(200, AgentAnswers.ENROLMENT),
                        here::revoke));
    }

    private Reply make(Call call) {
        Duration valid = call.text("valid").map(Span::parse).orElse(USUAL);
        if (valid.compareTo(LONGEST) > 0 || valid.isZero()) {
            throw Refusal.badRequest("'valid' must be more than nothing and at most " + Span.words(LONGEST));
        }
        Secret secret = Secret.create(desk.random());
        var enrolment = new Enrolment(
                desk.ids().get(),
                call.environment().orElse(""),
                call.texts("labels"),
                call.caller().id(),
                call.now(),
                call.now().plus(valid),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        desk.store().change(work -> {
            if (work.environments().find(enrolment.environment()).isEmpty()) {
                throw EnvironmentEndpoints.missing(enrolment.environment());
            }
            work.enrolments().add(enrolment, secret);
            work.audit()
                    .append(
                            call.now(),
                            call.caller(),
                            "enrolment.make",
                            "enrolment/" + enrolment.id(),
                            Json.object(
                                    "environment",
                                    enrolment.environment(),
                                    "labels",
                                    Answers.texts(enrolment.labels())));
            return enrolment;
        });
        return Reply.json(201, AgentAnswers.of(enrolment).with("token", Json.of(secret.text())));
    }

    private Reply list(Call call) {
        List<Enrolment> all = desk.store().read(work -> work.enrolments().all());
        return Reply.ok(Answers.all(
                all.stream()
                        .filter(each -> call.shown().covers(each.environment()))
                        .toList(),
                AgentAnswers::of));
    }

    static Refusal missing(String id) {
        return Refusal.notFound("there is no enrolment with the id '" + id + "'; " + ALL + " lists them");
    }

    private Reply revoke(Call call) {
        String id = call.variable("enrolment");
        Enrolment enrolment = desk.store().change(work -> {
            if (work.enrolments().revoke(id, call.now())) {
                work.audit().append(call.now(), call.caller(), "enrolment.revoke", "enrolment/" + id, Json.Obj.EMPTY);
            }
            return work.enrolments().find(id).orElseThrow(() -> missing(id));
        });
        return Reply.ok(AgentAnswers.of(enrolment));
    }
}
