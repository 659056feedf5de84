package dev.shakeout.server.web;

import static dev.shakeout.server.web.Endpoint.Given.any;
import static dev.shakeout.server.web.Endpoint.Given.json;

import dev.shakeout.model.Json;
import dev.shakeout.model.Verdict;
import dev.shakeout.server.access.Role;
import dev.shakeout.server.store.ExperimentVersion;
import dev.shakeout.server.store.RunFilter;
import dev.shakeout.server.store.StoredRun;
import dev.shakeout.server.store.Work;
import dev.shakeout.server.web.Endpoint.Verb;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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
            Field.optional("labels", Kind.LABELS, "What is to be said of it, such as version: a gate asks for it."));

    private final Desk desk;

    private RunEndpoints(Desk desk) {
        this.desk = desk;
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
        boolean[] first = {false};
        StoredRun run = desk.store().change(work -> {
            work.halts().takeTurn();
            StoredRun wanted = wanted(call, work);
            if (!work.runs().add(wanted)) {
                return known(wanted, work);
            }
            HaltEndpoints.refuseIfHalted(wanted.environment(), work);
            first[0] = true;
            work.audit()
                    .append(
                            call.now(),
                            call.token().id(),
                            "run.start",
                            "run/" + wanted.id(),
                            Json.object(
                                    "experiment",
                                    wanted.experiment(),
                                    "version",
                                    wanted.version(),
                                    "environment",
                                    wanted.environment()));
            return wanted;
        });
        if (first[0]) {
            desk.conductor().begin(run);
        }
        return Reply.json(first[0] ? 201 : 200, Answers.of(run)).with("Location", ALL + "/" + run.id());
    }

    private StoredRun wanted(Call call, Work work) {
        String name = call.text("experiment").orElse("");
        String environment = call.text("environment").orElse("");
        if (work.environments().find(environment).isEmpty()) {
            throw EnvironmentEndpoints.missing(environment);
        }
        Optional<Long> version = call.text("version").map(text -> Call.number("version", text));
        ExperimentVersion experiment = version.isPresent()
                ? work.experiments()
                        .find(name, version.get())
                        .orElseThrow(() -> missing(name, " with version " + version.get()))
                : work.experiments().newest(name).orElseThrow(() -> missing(name, ""));
        return new StoredRun(
                desk.ids().get(),
                name,
                experiment.version(),
                environment,
                labels(call),
                StoredRun.State.WAITING,
                Optional.empty(),
                List.of(),
                desk.conductor().identity(),
                false,
                call.token().id(),
                call.header(KEY.name()),
                call.now(),
                Optional.empty());
    }

    private static Refusal missing(String name, String version) {
        return Refusal.notFound("there is no experiment '" + name + "'" + version + "; PUT it first");
    }

    private static Map<String, String> labels(Call call) {
        var labels = new LinkedHashMap<String, String>();
        if (call.body().get("labels").orElse(Json.Null.NULL) instanceof Json.Obj(var members)) {
            members.forEach((key, value) -> labels.put(key, value.text()));
        }
        return labels;
    }

    private static StoredRun known(StoredRun wanted, Work work) {
        StoredRun known = work.runs()
                .findByKey(wanted.requestedBy(), wanted.key().orElse(""))
                .orElseThrow();
        if (!known.sameRequest(wanted)) {
            throw Refusal.conflict("this Idempotency-Key was used for run " + known.id()
                    + ", which was another request; take a new key for a new run");
        }
        return known;
    }

    private Reply list(Call call) {
        var filter = new RunFilter(
                call.environment(),
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
        return new Reply.Events(
                new RunEvents(desk.store(), desk.conductor().bell(), find(call).id(), last));
    }

    private Reply halt(Call call) {
        StoredRun run = desk.store().change(work -> {
            String id = call.variable("run");
            if (work.runs().halt(id, "halted by token '" + call.token().name() + "'")) {
                work.audit().append(call.now(), call.token().id(), "run.halt", "run/" + id, Json.Obj.EMPTY);
            }
            return work.runs().find(id).orElseThrow(() -> missing(id));
        });
        desk.conductor().haltThoseAsked();
        return Reply.json(202, Answers.of(run));
    }
}
