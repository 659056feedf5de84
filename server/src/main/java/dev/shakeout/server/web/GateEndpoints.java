package dev.shakeout.server.web;

import dev.shakeout.model.BadValue;
import dev.shakeout.model.Span;
import dev.shakeout.report.GateJson;
import dev.shakeout.report.gate.Gate;
import dev.shakeout.report.gate.Question;
import dev.shakeout.server.access.Role;
import dev.shakeout.server.web.Endpoint.Given;
import dev.shakeout.server.web.Endpoint.Verb;
import java.time.Duration;
import java.util.List;

/** The yes or no that a pipeline asks for, from the runs that are stored: the same judgement as 'shakeout gate'. */
final class GateEndpoints {
    private static final String MAX_AGE = "max-age";
    private static final Duration WEEK = Duration.ofDays(7);
    private static final Shape REASON = Shape.of(
            "GateReason",
            Field.required("kind", Kind.TEXT, "What kind of reason it is."),
            Field.required("closes", Kind.FLAG, "Whether it keeps the gate closed."),
            Field.required("words", Kind.TEXT, "For people."),
            Field.optional("journal", Kind.TEXT, "The run that shows it."));
    private static final Shape ANSWER = Shape.of(
            "GateAnswer",
            Field.required("gate", Kind.TEXT, "open or closed."),
            Field.required("open", Kind.FLAG, "Whether a pipeline may go on."),
            Field.required("asked", Kind.MOMENT, "When."),
            Field.required("question", Kind.OBJECT, "What was asked."),
            Field.required("reasons", Kind.listOf(REASON), "What speaks against comes first."));

    private final Desk desk;

    private GateEndpoints(Desk desk) {
        this.desk = desk;
    }

    static List<Endpoint> all(Desk desk) {
        return List.of(
                Endpoint.of(
                                "askGate",
                                Verb.GET,
                                Endpoints.API + "/gate",
                                Role.VIEWER,
                                Scope.QUERY,
                                "Whether a deployment may go on, from what runs have shown.",
                                Given.json(200, ANSWER),
                                new GateEndpoints(desk)::ask)
                        .query(
                                Field.optional(
                                        "service",
                                        Kind.TEXT,
                                        "The service that is to be deployed; all of them without."),
                                Field.optional("environment", Kind.NAME, "Only runs in it count."),
                                Field.optional("version", Kind.TEXT, "Only runs with the label version=… count."),
                                Field.optional(MAX_AGE, Kind.TEXT, "How long a run speaks for the system; 7d without."),
                                Field.optional(
                                        "require",
                                        Kind.TEXT,
                                        "Title of an experiment that must have passed; * stands for any letters. May be repeated.")));
    }

    private Reply ask(Call call) {
        var question = new Question(
                call.asked("service"),
                call.shown().only(),
                call.asked("version"),
                maxAge(call),
                call.askedAll("require"),
                call.now());
        var evidence = desk.store().read(work -> work.evidence().of(question, call.shown()));
        return Reply.ok(GateJson.of(Gate.ask(question, evidence)));
    }

    private static Duration maxAge(Call call) {
        try {
            Duration age = call.asked(MAX_AGE).map(Span::parse).orElse(WEEK);
            if (age.isPositive()) {
                return age;
            }
        } catch (BadValue e) {
            throw Refusal.badRequest(MAX_AGE + ": " + e.getMessage());
        }
        throw Refusal.badRequest(MAX_AGE + " must be longer than nothing, such as 7d");
    }
}
