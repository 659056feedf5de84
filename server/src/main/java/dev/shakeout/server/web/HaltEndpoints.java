package dev.shakeout.server.web;

import static dev.shakeout.server.web.Endpoint.Given.json;

import dev.shakeout.model.Json;
import dev.shakeout.server.access.Role;
import dev.shakeout.server.notify.News;
import dev.shakeout.server.run.HaltWords;
import dev.shakeout.server.store.Halt;
import dev.shakeout.server.store.Work;
import dev.shakeout.server.web.Endpoint.Verb;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Halts everything, or everything in one environment, and keeps new runs from being started until that is released. */
final class HaltEndpoints {
    private static final String ALL = Endpoints.API + "/halt";
    private static final String ONE = Endpoints.API + "/environments/{environment}/halt";
    private static final Shape NEW = Shape.of(
            "HaltToSet",
            Field.required("reason", Kind.LINE, "Why: told to whoever wants to start a run, and by the runs it ends."));
    private static final Shape HALT = Shape.of(
            "Halt",
            Field.optional("environment", Kind.NAME, "Where nothing may be run; in no environment without."),
            Field.required("reason", Kind.TEXT, "Why."),
            Field.required("halted-by", Kind.TEXT, "Id of the user, or of the service token, that asked for it."),
            Field.required("halted-by-name", Kind.TEXT, "The name of that."),
            Field.required("halted-at", Kind.MOMENT, "When."),
            Field.required("release", Kind.TEXT, "How it is released."));
    private static final Shape DONE = done();

    private final Desk desk;

    private HaltEndpoints(Desk desk) {
        this.desk = desk;
    }

    private static Shape done() {
        var fields = new ArrayList<>(HALT.fields());
        fields.add(Field.required("runs", Kind.SEQ, "How many runs were asked to take everything back and end."));
        fields.add(Field.required("already", Kind.FLAG, "Whether it was halted before: then that reason stays."));
        return new Shape("HaltDone", List.copyOf(fields));
    }

    static List<Endpoint> all(Desk desk) {
        var here = new HaltEndpoints(desk);
        return List.of(
                Endpoint.of(
                        "listHalts",
                        Verb.GET,
                        ALL,
                        Role.VIEWER,
                        Scope.ANYWHERE,
                        "What is halted, of all that concerns whoever asks; nothing when the list is empty.",
                        json(200, Shape.pageOf(HALT)),
                        here::list),
                Endpoint.of(
                                "haltAll",
                                Verb.POST,
                                ALL,
                                Role.OPERATOR,
                                Scope.EVERYWHERE,
                                "Halts every run in every environment, and lets none be started until it is released.",
                                json(201, DONE),
                                here::halt)
                        .or(json(200, DONE))
                        .takes(NEW),
                Endpoint.of(
                        "releaseAll",
                        Verb.DELETE,
                        ALL,
                        Role.APPROVER,
                        Scope.EVERYWHERE,
                        "Lets runs be started again after everything was halted; environments halted by name stay so.",
                        json(200, HALT),
                        here::release),
                Endpoint.of(
                                "haltEnvironment",
                                Verb.POST,
                                ONE,
                                Role.OPERATOR,
                                Scope.PATH,
                                "Halts every run in an environment, and lets none be started in it until it is released.",
                                json(201, DONE),
                                here::halt)
                        .or(json(200, DONE))
                        .takes(NEW),
                Endpoint.of(
                        "releaseEnvironment",
                        Verb.DELETE,
                        ONE,
                        Role.APPROVER,
                        Scope.PATH,
                        "Lets runs be started again in an environment that was halted.",
                        json(200, HALT),
                        here::release));
    }

    private Reply list(Call call) {
        return Reply.ok(desk.store()
                .read(work -> Answers.all(
                        work.halts().all().stream()
                                .filter(halt -> halt.environment()
                                        .map(call.extent()::covers)
                                        .orElse(true))
                                .toList(),
                        halt -> told(halt, work))));
    }

    private Reply halt(Call call) {
        boolean[] first = {false};
        Json.Obj answer = desk.store().change(work -> {
            work.halts().takeTurn();
            Optional<String> environment = environment(call, work);
            var wanted = new Halt(
                    environment, call.text("reason").orElse(""), call.caller().id(), call.now());
            first[0] = work.halts().add(wanted);
            Halt halt = work.halts().find(environment).orElseThrow();
            int runs = work.runs().haltAll(environment, HaltWords.of(halt, work));
            if (first[0]) {
                News.halted(halt, work);
            }
            if (first[0] || runs > 0) {
                work.audit()
                        .append(
                                call.now(),
                                call.caller(),
                                "halt.set",
                                subject(environment),
                                Json.object("reason", wanted.reason(), "runs", runs));
            }
            return told(halt, work).with("runs", Json.of(runs)).with("already", Json.of(!first[0]));
        });
        desk.conductor().haltThoseAsked();
        return Reply.json(first[0] ? 201 : 200, answer);
    }

    private Reply release(Call call) {
        return Reply.ok(desk.store().change(work -> {
            work.halts().takeTurn();
            Optional<String> environment = environment(call, work);
            Halt halt = work.halts()
                    .find(environment)
                    .orElseThrow(() -> Refusal.notFound(
                            Halt.subject(environment) + " is not halted; GET " + ALL + " tells what is"));
            work.halts().remove(environment);
            News.released(halt, call.caller().id(), call.now(), work);
            work.audit()
                    .append(
                            call.now(),
                            call.caller(),
                            "halt.release",
                            subject(environment),
                            Json.object("reason", halt.reason()));
            return told(halt, work);
        }));
    }

    /** Empty for all of them. */
    private static Optional<String> environment(Call call, Work work) {
        Optional<String> environment = Optional.ofNullable(call.path().get("environment"));
        environment.filter(name -> work.environments().find(name).isEmpty()).ifPresent(name -> {
            throw EnvironmentEndpoints.missing(name);
        });
        return environment;
    }

    private static String subject(Optional<String> environment) {
        return environment.map(name -> "environment/" + name).orElse("environments");
    }

    private static Json.Obj told(Halt halt, Work work) {
        Map<String, Json> members = new LinkedHashMap<>(Json.object(
                        "reason",
                        halt.reason(),
                        "halted-by",
                        halt.by(),
                        "halted-by-name",
                        HaltWords.by(halt, work),
                        "halted-at",
                        halt.at(),
                        "release",
                        HaltWords.release(halt))
                .members());
        halt.environment().ifPresent(name -> members.put("environment", Json.of(name)));
        return new Json.Obj(members);
    }
}
