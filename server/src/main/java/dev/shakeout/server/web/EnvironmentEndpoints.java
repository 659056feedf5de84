package dev.shakeout.server.web;

import static dev.shakeout.server.web.Endpoint.Given.json;

import dev.shakeout.model.Json;
import dev.shakeout.model.Rule.FlagSource;
import dev.shakeout.server.access.Role;
import dev.shakeout.server.run.ApprovedStarts;
import dev.shakeout.server.store.Environment;
import dev.shakeout.server.store.FlagJson;
import dev.shakeout.server.web.Endpoint.Verb;
import java.util.List;
import java.util.Optional;

/** Environments and their policies. */
final class EnvironmentEndpoints {
    private static final String ALL = Endpoints.API + "/environments";
    private static final String ONE = ALL + "/{environment}";
    private static final Shape NEW = Shape.of(
            "EnvironmentToWrite",
            Field.required("description", Kind.TEXT, "For people."),
            Field.optional("policy", Kind.TEXT, "A policy file by which runs in it go; none without."),
            Field.optional(
                    "flag", Kind.SWITCH, "The feature flag that must be on for runs in it; going off halts them."));

    private final Desk desk;

    private EnvironmentEndpoints(Desk desk) {
        this.desk = desk;
    }

    static List<Endpoint> all(Desk desk) {
        var here = new EnvironmentEndpoints(desk);
        return List.of(
                Endpoint.of(
                        "listEnvironments",
                        Verb.GET,
                        ALL,
                        Role.VIEWER,
                        Scope.ANYWHERE,
                        "All environments in which whoever asks has a role, by name.",
                        json(200, Shape.pageOf(Answers.ENVIRONMENT)),
                        here::list),
                Endpoint.of(
                        "getEnvironment",
                        Verb.GET,
                        ONE,
                        Role.VIEWER,
                        Scope.PATH,
                        "One environment.",
                        json(200, Answers.ENVIRONMENT),
                        here::get),
                Endpoint.of(
                                "putEnvironment",
                                Verb.PUT,
                                ONE,
                                Role.ADMIN,
                                Scope.PATH,
                                "Makes an environment, or changes it.",
                                json(201, Answers.ENVIRONMENT),
                                here::put)
                        .or(json(200, Answers.ENVIRONMENT))
                        .headers(Precondition.IF_MATCH, Precondition.IF_NONE_MATCH)
                        .takes(NEW));
    }

    private Reply list(Call call) {
        List<Environment> all = desk.store().read(work -> work.environments().all());
        return Reply.ok(Answers.all(
                all.stream().filter(each -> call.extent().covers(each.name())).toList(), Answers::of));
    }

    private Reply get(Call call) {
        String name = call.variable("environment");
        return desk.store()
                .read(work -> work.environments().find(name))
                .map(found -> tagged(200, found))
                .orElseThrow(() -> missing(name));
    }

    static Refusal missing(String name) {
        return Refusal.notFound("there is no environment '" + name + "'; an admin makes it by PUT " + ALL + "/" + name);
    }

    private Reply put(Call call) {
        String name = call.variable("environment");
        Environment written = desk.store().change(work -> {
            Optional<Long> now = work.environments().find(name).map(Environment::version);
            long version = Precondition.of(call).next(now, "environment '" + name + "'");
            var next = new Environment(
                    name,
                    call.text("description").orElse(""),
                    call.text("policy").orElse(""),
                    flag(call),
                    version,
                    call.now());
            boolean done = version == 1
                    ? work.environments().add(next)
                    : work.environments().replace(next);
            if (!done) {
                throw Refusal.changedMeanwhile(
                        "environment '" + name + "' was changed by somebody else just now; GET it again");
            }
            work.audit().append(call.now(), call.caller(), "environment.write", "environment/" + name, details(next));
            work.pending()
                    .in(name, Optional.empty())
                    .forEach(run -> ApprovedStarts.wake(run, desk.ids().get(), call.now(), work));
            return next;
        });
        return tagged(written.version() == 1 ? 201 : 200, written);
    }

    private static Optional<FlagSource> flag(Call call) {
        return call.body().get("flag").orElse(Json.Null.NULL) instanceof Json.Obj flag
                ? Optional.of(FlagJson.read(flag))
                : Optional.empty();
    }

    private static Json.Obj details(Environment next) {
        Json.Obj details = Json.object("version", next.version(), "policy", next.policy());
        return next.flag().map(flag -> details.with("flag", FlagJson.of(flag))).orElse(details);
    }

    private static Reply tagged(int status, Environment environment) {
        return Reply.json(status, Answers.of(environment)).with("ETag", Precondition.etag(environment.version()));
    }
}
