package dev.shakeout.server.web;

import static dev.shakeout.server.web.Endpoint.Given.json;

import dev.shakeout.model.Json;
import dev.shakeout.server.access.Grant;
import dev.shakeout.server.access.Role;
import dev.shakeout.server.access.User;
import dev.shakeout.server.store.Work;
import dev.shakeout.server.web.Endpoint.Verb;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/** Users: made, granted roles, disabled. */
final class UserEndpoints {
    static final String ALL = Endpoints.API + "/users";
    private static final String ONE = ALL + "/{user}";
    private static final String EVERYWHERE = ONE + "/grant";
    private static final String THERE = ONE + "/grants/{environment}";
    private static final String DISABLED = ONE + "/disabled";
    private static final Shape NEW = Shape.of(
            "UserToMake",
            Field.required("name", Kind.NAME, "By which the user is asked for; it never changes."),
            Field.optional("email", Kind.LINE, "For people; nobody is found by it."),
            Field.optional("issuer", Kind.LINE, "With 'subject': the provider by which the user will sign in."),
            Field.optional("subject", Kind.LINE, "As that provider knows the user, its claim 'sub'."));
    private static final Shape ROLE =
            Shape.of("RoleToGrant", Field.required("role", Kind.ROLE, "Instead of the one that an admin gave before."));

    private final Desk desk;

    private UserEndpoints(Desk desk) {
        this.desk = desk;
    }

    static List<Endpoint> all(Desk desk) {
        var here = new UserEndpoints(desk);
        return List.of(
                one(
                                "listUsers",
                                Verb.GET,
                                ALL,
                                Scope.ANYWHERE,
                                "All users, by name.",
                                Shape.pageOf(UserAnswers.USER),
                                here::list)
                        .query(Paging.AFTER, Paging.LIMIT),
                one("getUser", Verb.GET, ONE, Scope.ANYWHERE, "One user.", UserAnswers.USER, here::get),
                Endpoint.of(
                                "makeUser",
                                Verb.POST,
                                ALL,
                                Role.ADMIN,
                                Scope.EVERYWHERE,
                                "Makes a user, who may do nothing yet.",
                                json(201, UserAnswers.USER),
                                here::make)
                        .takes(NEW),
                one(
                                "grantEverywhere",
                                Verb.PUT,
                                EVERYWHERE,
                                Scope.EVERYWHERE,
                                "Grants a user a role in all environments.",
                                UserAnswers.USER,
                                here::grant)
                        .takes(ROLE),
                one(
                        "takeGrantEverywhere",
                        Verb.DELETE,
                        EVERYWHERE,
                        Scope.EVERYWHERE,
                        "Takes the role in all environments away that an admin gave; those in single ones stay.",
                        UserAnswers.USER,
                        here::take),
                one(
                                "grantInEnvironment",
                                Verb.PUT,
                                THERE,
                                Scope.PATH,
                                "Grants a user a role in an environment, in addition to the one in all of them.",
                                UserAnswers.USER,
                                here::grant)
                        .takes(ROLE),
                one(
                        "takeGrantInEnvironment",
                        Verb.DELETE,
                        THERE,
                        Scope.PATH,
                        "Takes the role in an environment away that an admin gave.",
                        UserAnswers.USER,
                        here::take),
                one(
                        "disableUser",
                        Verb.POST,
                        DISABLED,
                        Scope.EVERYWHERE,
                        "The user may do nothing any more, by whatever token, from the next request on.",
                        UserAnswers.USER,
                        here::disable),
                one(
                        "enableUser",
                        Verb.DELETE,
                        DISABLED,
                        Scope.EVERYWHERE,
                        "The user may do again what is granted.",
                        UserAnswers.USER,
                        here::enable),
                Endpoint.of(
                        "whoAmI",
                        Verb.GET,
                        Endpoints.API + "/me",
                        Role.VIEWER,
                        Scope.SELF,
                        "Who asks, and what may be done with that token.",
                        json(200, UserAnswers.ME),
                        call -> Reply.ok(UserAnswers.of(call.caller()))));
    }

    private static Endpoint one(
            String id, Verb verb, String path, Scope scope, String summary, Shape gives, Endpoint.Handler handler) {
        return Endpoint.of(id, verb, path, Role.ADMIN, scope, summary, json(200, gives), handler);
    }

    private Reply list(Call call) {
        return Reply.ok(desk.store()
                .read(work -> Answers.page(
                        work.users().page(call.asked("after"), call.limit()),
                        user -> UserAnswers.of(user, call.extent(), work))));
    }

    private Reply get(Call call) {
        return Reply.ok(desk.store()
                .read(work -> UserAnswers.of(named(call.variable("user"), work), call.extent(), work)));
    }

    /** @throws Refusal there is none */
    static User named(String name, Work work) {
        return work.users()
                .named(name)
                .orElseThrow(() -> Refusal.notFound("there is no user '" + name + "'; " + ALL + " lists them"));
    }

    private Reply make(Call call) {
        Optional<String> issuer = call.text("issuer");
        Optional<String> subject = call.text("subject");
        if (issuer.isPresent() != subject.isPresent()) {
            throw Refusal.badRequest("'issuer' and 'subject' mean a person together; give both, or none");
        }
        var user = new User(
                desk.ids().get(),
                call.text("name").orElse(""),
                call.text("email"),
                issuer.flatMap(from -> subject.map(id -> new User.Subject(from, id))),
                call.caller().id(),
                call.now(),
                Optional.empty());
        return Reply.json(201, desk.store().change(work -> {
            if (!work.users().add(user)) {
                throw Refusal.conflict("there is a user '" + user.name() + "' already, or one of this subject");
            }
            work.audit()
                    .append(call.now(), call.caller(), "user.make", subject(user), Json.object("name", user.name()));
            return UserAnswers.of(user, call.extent(), work);
        }));
    }

    private static String subject(User user) {
        return "user/" + user.id();
    }

    private Reply grant(Call call) {
        Role role = Role.ofWord(call.text("role").orElse(""));
        return change(call, "user.grant", (user, work) -> {
            work.users()
                    .grant(
                            user.id(),
                            new Grant(
                                    call.environment(),
                                    role,
                                    Optional.empty(),
                                    call.caller().id(),
                                    call.now()));
            return details(call, user).with("role", Json.of(role.word()));
        });
    }

    private Reply take(Call call) {
        return change(call, "user.revoke", (user, work) -> {
            if (!work.users().revoke(user.id(), call.environment())) {
                throw Refusal.notFound("no admin has granted user '" + user.name() + "' anything in "
                        + call.environment().orElse("all environments")
                        + "; what comes from a group of the provider goes away with that");
            }
            return details(call, user);
        });
    }

    private static Json.Obj details(Call call, User user) {
        return Json.object(
                "name", user.name(), "environment", call.environment().orElse("*"));
    }

    private Reply disable(Call call) {
        return change(call, "user.disable", (user, work) -> {
            work.users().disable(user.id(), call.now());
            return Json.object("name", user.name());
        });
    }

    private Reply enable(Call call) {
        return change(call, "user.enable", (user, work) -> {
            work.users().enable(user.id());
            return Json.object("name", user.name());
        });
    }

    /** @param doing does it, and tells what the audit log is to know */
    private Reply change(Call call, String action, BiFunction<User, Work, Json.Obj> doing) {
        return Reply.ok(desk.store().change(work -> {
            User user = named(call.variable("user"), work);
            Json.Obj details = doing.apply(user, work);
            work.audit().append(call.now(), call.caller(), action, subject(user), details);
            desk.admins().require(call.now(), work);
            return UserAnswers.of(named(user.name(), work), call.extent(), work);
        }));
    }
}
