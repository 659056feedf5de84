package dev.shakeout.server.web;

import static dev.shakeout.server.web.Endpoint.Given.any;
import static dev.shakeout.server.web.Endpoint.Given.json;

import dev.shakeout.model.AtMost;
import dev.shakeout.model.Json;
import dev.shakeout.model.Verdict;
import dev.shakeout.server.access.Actor;
import dev.shakeout.server.access.Role;
import dev.shakeout.server.notify.News;
import dev.shakeout.server.run.Starts;
import dev.shakeout.server.run.Starts.Start;
import dev.shakeout.server.store.RunFilter;
import dev.shakeout.server.store.StoredRun;
import dev.shakeout.server.web.Endpoint.Verb;
import java.util.List;
import java.util.Map;

/** Runs: started, followed, halted, and what they have shown. */
final class RunEndpoints {
    private static final String ALL = Endpoints.API + "/runs";
    private static final String ONE = ALL + "/{run}";
    private static final Field KEY = Field.optional(
            "Idempotency-Key",
            Kind.TEXT,
            "Any text of your own: the same request with the same key starts no second run, but answers with the first.");
    private static final Field LAST_EVENT = Field.optional(
            "Last-Event-ID", Kind.TEXT, "The id of the last event that was seen: those after it follow.");
    private static final Shape NEW = Shape.of(
            "RunToStart",
            Field.required("experiment", Kind.NAME, "What is to be carried out."),
            Field.optional("version", Kind.COUNT, "Which version of it; the newest without."),
            Field.required("environment", Kind.NAME, "Where; its policy holds."),
            Field.optional(
                    "at-most",
                    Kind.AT_MOST,
                    "How many of the targets that each selector finds may be hit; as the experiment says, without."),
            Field.optional("labels", Kind.LABELS, "What is to be said of it, such as version: a gate asks for it."));

    private final Desk desk;
    private final EventPages pages;

    private RunEndpoints(Desk desk) {
        this.desk = desk;
        this.pages = new EventPages(desk.store(), desk.conductor().bell());
    }

    static List<Endpoint> all(Desk desk) {
        var here = new RunEndpoints(desk);
        return List.of(
                Endpoint.of(
                                "startRun",
                                Verb.POST,
                                ALL,
                                Role.OPERATOR,
                                Scope.BODY,
                                "Starts a run, and answers at once.",
                                json(201, Answers.RUN),
                                here::start)
                        .or(json(200, Answers.RUN))
                        .headers(KEY)
                        .takes(NEW),
                Endpoint.of(
                                "listRuns",
                                Verb.GET,
                                ALL,
                                Role.VIEWER,
                                Scope.QUERY,
                                "Runs, newest first.",
                                json(200, Shape.pageOf(Answers.RUN)),
                                here::list)
                        .query(
                                Field.optional("environment", Kind.NAME, "Only those in it."),
                                Field.optional("experiment", Kind.NAME, "Only those of it."),
                                Field.optional("state", Kind.STATE, "Only those that are so far."),
                                Field.optional("verdict", Kind.VERDICT, "Only those that ended so."),
                                Paging.AFTER,
                                Paging.LIMIT),
                Endpoint.of(
                        "getRun", Verb.GET, ONE, Role.VIEWER, Scope.RUN, "One run.", json(200, Answers.RUN), here::get),
                Endpoint.of(
                        "getRunJournal",
                        Verb.GET,
                        ONE + "/journal",
                        Role.VIEWER,
                        Scope.RUN,
                        "The complete record of a run that has ended, as 'shakeout run' writes it.",
                        any(200, "application/json"),
                        here::journal),
                Endpoint.of(
                        "getRunFindings",
                        Verb.GET,
                        ONE + "/findings",
                        Role.VIEWER,
                        Scope.RUN,
                        "The weaknesses that a run exposed.",
                        json(200, Shape.pageOf(Answers.FINDING)),
                        here::findings),
                Endpoint.of(
                                "followRun",
                                Verb.GET,
                                ONE + "/events",
                                Role.VIEWER,
                                Scope.RUN,
                                "What a run tells of itself, live, as server-sent events, to its end.",
                                any(200, "text/event-stream"),
                                here::events)
                        .headers(LAST_EVENT),
                Endpoint.of(
                        "haltRun",
                        Verb.POST,
                        ONE + "/halt",
                        Role.OPERATOR,
                        Scope.RUN,
                        "Has a run take everything back and end; answers at once. One that has ended stays as it is.",
                        json(202, Answers.RUN),
                        here::halt));
    }

    private Reply start(Call call) {
        var order = new Starts.Order(
                call.text("experiment").orElse(""),
                call.text("version").map(text -> Call.number("version", text)),
                call.text("environment").orElse(""),
                call.text("at-most").map(AtMost::parse),
                call.texts("labels"),
                call.caller().id(),
                Actor.of(call.caller()),
                call.header(KEY.name()),
                call.now());
        Start start = desk.store().change(work -> desk.starts().store(order, work));
        return switch (start) {
            case Start.Fresh fresh -> {
                desk.starts().begin(fresh);
                yield located(201, fresh.run());
            }
            case Start.Known known -> located(200, known.run());
            case Start.Refused refused -> throw refusal(refused);
        };
    }

    private static Refusal refusal(Start.Refused refused) {
        return switch (refused.why()) {
            case MISSING -> Refusal.notFound(refused.words());
            case OTHER_ORDER -> Refusal.conflict(refused.words());
            case HALTED -> Refusal.halted(refused.words());
        };
    }

    private static Reply located(int status, StoredRun run) {
        return Reply.json(status, Answers.of(run)).with("Location", ALL + "/" + run.id());
    }

    private Reply list(Call call) {
        var filter = new RunFilter(
                call.shown(),
                call.asked("experiment"),
                call.asked("state").map(StoredRun.State::ofWord),
                call.asked("verdict").map(Verdict::ofWord));
        var page = desk.store().read(work -> work.runs().page(filter, call.asked("after"), call.limit()));
        return Reply.ok(Answers.page(page, Answers::of));
    }

    private StoredRun find(Call call) {
        String id = call.variable("run");
        return desk.store().read(work -> work.runs().find(id)).orElseThrow(() -> missing(id));
    }

    static Refusal missing(String run) {
        return Refusal.notFound("there is no run '" + run + "'; " + ALL + " lists them");
    }

    private Reply get(Call call) {
        return Reply.ok(Answers.of(find(call)));
    }

    private Reply journal(Call call) {
        StoredRun run = find(call);
        return desk.store()
                .read(work -> work.journals().find(run.id()))
                .map(text -> new Reply.Body(200, Map.of(), "application/json", text))
                .orElseThrow(() -> Refusal.notFound(
                        run.state() == StoredRun.State.ENDED
                                ? "run " + run.id() + " ended without a journal; its reasons say why"
                                : "run " + run.id() + " has not ended yet, and its journal is written then"));
    }

    private Reply findings(Call call) {
        StoredRun run = find(call);
        return Reply.ok(Answers.all(desk.store().read(work -> work.journals().findings(run.id())), Answers::of));
    }

    private Reply events(Call call) {
        long last = call.header(LAST_EVENT.name())
                .filter(text -> !text.isEmpty())
                .map(text -> Call.number(LAST_EVENT.name(), text))
                .orElse(0L);
        return new Reply.Events(new RunEvents(pages, find(call).id(), last));
    }

    private Reply halt(Call call) {
        StoredRun run = desk.store().change(work -> {
            String id = call.variable("run");
            String why = "halted by " + call.caller().words();
            if (work.runs().halt(id, why)) {
                News.halted(id, why, call.now(), work);
                work.audit().append(call.now(), call.caller(), "run.halt", "run/" + id, Json.Obj.EMPTY);
            }
            return work.runs().find(id).orElseThrow(() -> missing(id));
        });
        desk.conductor().haltThoseAsked();
        return Reply.json(202, Answers.of(run));
    }
}
