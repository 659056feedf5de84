package dev.shakeout.server.web;

import static dev.shakeout.server.web.Endpoint.Given.json;

import dev.shakeout.model.Json;
import dev.shakeout.server.access.Extent;
import dev.shakeout.server.access.Role;
import dev.shakeout.server.store.ExperimentVersion;
import dev.shakeout.server.store.Work;
import dev.shakeout.server.web.Endpoint.Verb;
import java.util.List;
import java.util.Optional;

/** Experiments and their versions. */
final class ExperimentEndpoints {
    private static final String ALL = Endpoints.API + "/experiments";
    private static final String ONE = ALL + "/{experiment}";
    private static final Shape NEW = Shape.of(
            "ExperimentToWrite",
            Field.required("owner", Kind.TEXT, "Who answers for it."),
            Field.required("definition", Kind.OBJECT, "As in an experiment's file; it has a title."));

    private final Desk desk;

    private ExperimentEndpoints(Desk desk) {
        this.desk = desk;
    }

    static List<Endpoint> all(Desk desk) {
        var here = new ExperimentEndpoints(desk);
        return List.of(
                Endpoint.of(
                                "listExperiments",
                                Verb.GET,
                                ALL,
                                Role.VIEWER,
                                Scope.ANYWHERE,
                                "The newest version of each experiment, by name.",
                                json(200, Shape.pageOf(Answers.EXPERIMENT)),
                                here::list)
                        .query(Paging.AFTER, Paging.LIMIT),
                Endpoint.of(
                        "getExperiment",
                        Verb.GET,
                        ONE,
                        Role.VIEWER,
                        Scope.ANYWHERE,
                        "The newest version of an experiment.",
                        json(200, Answers.EXPERIMENT),
                        here::newest),
                Endpoint.of(
                                "putExperiment",
                                Verb.PUT,
                                ONE,
                                Role.OPERATOR,
                                Scope.ANYWHERE,
                                "Writes an experiment, or its next version.",
                                json(201, Answers.EXPERIMENT),
                                here::put)
                        .or(json(200, Answers.EXPERIMENT))
                        .headers(Precondition.IF_MATCH, Precondition.IF_NONE_MATCH)
                        .takes(NEW),
                Endpoint.of(
                                "deleteExperiment",
                                Verb.DELETE,
                                ONE,
                                Role.OPERATOR,
                                Scope.ANYWHERE,
                                "Deletes an experiment with all its versions, if nothing names it: what was run once stays.",
                                json(200, Answers.EXPERIMENT),
                                here::delete)
                        .headers(Precondition.IF_MATCH),
                Endpoint.of(
                                "listExperimentVersions",
                                Verb.GET,
                                ONE + "/versions",
                                Role.VIEWER,
                                Scope.ANYWHERE,
                                "Every version of an experiment, newest first.",
                                json(200, Shape.pageOf(Answers.EXPERIMENT)),
                                here::versions)
                        .query(Paging.AFTER, Paging.LIMIT),
                Endpoint.of(
                        "getExperimentVersion",
                        Verb.GET,
                        ONE + "/versions/{version}",
                        Role.VIEWER,
                        Scope.ANYWHERE,
                        "One version of an experiment.",
                        json(200, Answers.EXPERIMENT),
                        here::version));
    }

    private Reply list(Call call) {
        var page = desk.store().read(work -> work.experiments().page(call.asked("after"), call.limit()));
        return Reply.ok(Answers.page(page, Answers::of));
    }

    private Reply newest(Call call) {
        return tagged(200, find(call));
    }

    private ExperimentVersion find(Call call) {
        String name = call.variable("experiment");
        return desk.store().read(work -> work.experiments().newest(name)).orElseThrow(() -> missing(name));
    }

    private Reply versions(Call call) {
        String name = find(call).name();
        Optional<Long> before = call.asked("after").map(text -> Call.number("after", text));
        var page = desk.store().read(work -> work.experiments().versions(name, before, call.limit()));
        return Reply.ok(Answers.page(page, Answers::of));
    }

    private Reply version(Call call) {
        String name = find(call).name();
        long version = Call.number("version", call.variable("version"));
        return desk.store()
                .read(work -> work.experiments().find(name, version))
                .map(found -> Reply.ok(Answers.of(found)))
                .orElseThrow(() -> Refusal.notFound("experiment '" + name + "' has no version " + version));
    }

    private Reply put(Call call) {
        String name = call.variable("experiment");
        Json.Obj definition = call.body().get("definition").orElse(Json.Null.NULL) instanceof Json.Obj object
                ? object
                : Json.Obj.EMPTY;
        String title = definition
                .get("title")
                .filter(Json.Str.class::isInstance)
                .map(Json::text)
                .orElseThrow(() -> Refusal.badRequest("'definition' has no title; a gate asks for experiments by it"));
        desk.conductor().check().mistakes(definition).ifPresent(words -> {
            throw Refusal.badRequest("'definition' is no experiment that could be run: " + words);
        });
        ExperimentVersion written = desk.store().change(work -> {
            Optional<Long> now = work.experiments().newest(name).map(ExperimentVersion::version);
            long version = Precondition.of(call).next(now, "experiment '" + name + "'");
            refuseElsewhere(name, call.extent(), work);
            var next = new ExperimentVersion(
                    name,
                    call.text("owner").orElse(""),
                    version,
                    title,
                    definition,
                    call.caller().id(),
                    call.now());
            boolean done = version == 1
                    ? work.experiments().add(next)
                    : work.experiments().replace(next);
            if (!done) {
                throw Refusal.changedMeanwhile(
                        "experiment '" + name + "' was written by somebody else just now; GET it again");
            }
            work.audit()
                    .append(
                            call.now(),
                            call.caller(),
                            "experiment.write",
                            "experiment/" + name,
                            Json.object("version", version, "owner", next.owner()));
            return next;
        });
        return tagged(written.version() == 1 ? 201 : 200, written);
    }

    /** What is written would be run where whoever writes it may run nothing. */
    private static void refuseElsewhere(String name, Extent runs, Work work) {
        work.schedules().ofNewest(name, runs).ifPresent(schedule -> {
            throw Refusal.forbidden("schedule '" + schedule.name() + "' runs the newest version of experiment '" + name
                    + "' in environment '" + schedule.job().environment()
                    + "', where you may start no runs; ask an operator there to write it, or to give the schedule an"
                    + " 'experiment-version', or write it under another name");
        });
    }

    private Reply delete(Call call) {
        ExperimentVersion deleted = desk.store().change(work -> {
            String name = call.variable("experiment");
            ExperimentVersion newest = work.experiments().newest(name).orElseThrow(() -> missing(name));
            Precondition.of(call).next(Optional.of(newest.version()), "experiment '" + name + "'");
            work.experiments().namedBy(name).ifPresent(who -> {
                throw Refusal.conflict("experiment '" + name + "' is named by " + who
                        + ", and so stays; what was run once" + " is kept for ever");
            });
            if (!work.experiments().delete(name, newest.version())) {
                throw Refusal.changedMeanwhile(
                        "experiment '" + name + "' was written by somebody else just now; GET it again");
            }
            work.audit()
                    .append(
                            call.now(),
                            call.caller(),
                            "experiment.delete",
                            "experiment/" + name,
                            Json.object("version", newest.version()));
            return newest;
        });
        return Reply.ok(Answers.of(deleted));
    }

    private static Reply tagged(int status, ExperimentVersion experiment) {
        return Reply.json(status, Answers.of(experiment)).with("ETag", Precondition.etag(experiment.version()));
    }

    private static Refusal missing(String name) {
        return Refusal.notFound("there is no experiment '" + name + "'; PUT it first, or look for its name in " + ALL);
    }
}
