package dev.shakeout.server.web;

import static dev.shakeout.server.web.Endpoint.Given.json;

import dev.shakeout.model.Json;
import dev.shakeout.server.access.Role;
import dev.shakeout.server.access.Secret;
import dev.shakeout.server.access.Token;
import dev.shakeout.server.store.Work;
import dev.shakeout.server.web.Endpoint.Verb;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Tokens: made, listed, revoked. */
final class TokenEndpoints {
    private static final String ALL = Endpoints.API + "/tokens";
    private static final Shape NEW = Shape.of(
            "TokenToMake",
            Field.required("name", Kind.TEXT, "What it is for."),
            Field.optional(
                    "user",
                    Kind.NAME,
                    "The user whose it is, with what that may do; without, it is a service token, which is nobody's."),
            Field.optional(
                    "role",
                    Kind.ROLE,
                    "What its holder may do; of a user's token the most that counts of what the user may, all of it without."),
            Field.optional("environment", Kind.NAME, "The only one in which it holds; all of them without."),
            Field.optional("expires-at", Kind.MOMENT, "From when on it is good for nothing; never without."));
    private static final Shape MADE = Answers.more(
            Answers.TOKEN,
            "MadeToken",
            Field.required("token", Kind.TEXT, "The token itself, shown this once: only its hash is kept."));

    private final Desk desk;

    private TokenEndpoints(Desk desk) {
        this.desk = desk;
    }

    static List<Endpoint> all(Desk desk) {
        var here = new TokenEndpoints(desk);
        return List.of(
                Endpoint.of(
                                "makeToken",
                                Verb.POST,
                                ALL,
                                Role.ADMIN,
                                Scope.BODY,
                                "Makes a token.",
                                json(201, MADE),
                                here::make)
                        .takes(NEW),
                Endpoint.of(
                                "listTokens",
                                Verb.GET,
                                ALL,
                                Role.ADMIN,
                                Scope.QUERY,
                                "All tokens, oldest first; what is secret of them is not known.",
                                json(200, Shape.pageOf(Answers.TOKEN)),
                                here::list)
                        .query(Field.optional("environment", Kind.NAME, "Only those that hold in nothing else.")),
                Endpoint.of(
                        "revokeToken",
                        Verb.DELETE,
                        ALL + "/{token}",
                        Role.ADMIN,
                        Scope.TOKEN,
                        "Makes a token good for nothing, at once and for ever.",
                        json(200, Answers.TOKEN),
                        here::revoke));
    }

    private Reply make(Call call) {
        Optional<Instant> expires = call.text("expires-at").map(Instant::parse);
        if (expires.filter(end -> !end.isAfter(call.now())).isPresent()) {
            throw Refusal.badRequest("'expires-at' is past already");
        }
        Secret secret = Secret.create(desk.random());
        Json.Obj made = desk.store().change(work -> {
            Token token = token(call, expires, work);
            work.tokens().add(token, secret);
            work.audit()
                    .append(
                            call.now(),
                            call.caller(),
                            "token.make",
                            "token/" + token.id(),
                            Json.object(
                                    "name",
                                    token.name(),
                                    "role",
                                    token.role().word(),
                                    "environment",
                                    token.environment().orElse("*"),
                                    "user",
                                    call.text("user").orElse("")));
            return Answers.of(token, work);
        });
        return Reply.json(201, made.with("token", Json.of(secret.text())));
    }

    private Token token(Call call, Optional<Instant> expires, Work work) {
        Optional<String> owner =
                call.text("user").map(name -> UserEndpoints.named(name, work).id());
        Role role = call.text("role")
                .map(Role::ofWord)
                .or(() -> owner.map(_ -> Role.ADMIN))
                .orElseThrow(() -> Refusal.badRequest("'role' is missing: " + Kind.ROLE.allowed()
                        + "; or name a 'user', whose token has what the user is granted"));
        return new Token(
                desk.ids().get(),
                call.text("name").orElse(""),
                role,
                call.environment(),
                owner,
                call.caller().id(),
                call.now(),
                expires,
                Optional.empty());
    }

    private Reply list(Call call) {
        return Reply.ok(desk.store()
                .read(work -> Answers.all(
                        work.tokens().all().stream()
                                .filter(token -> call.shown().covers(token.environment()))
                                .toList(),
                        token -> Answers.of(token, work))));
    }

    static Refusal missing(String id) {
        return Refusal.notFound("there is no token with the id '" + id + "'; " + ALL + " lists them");
    }

    private Reply revoke(Call call) {
        return Reply.ok(desk.store().change(work -> {
            String id = call.variable("token");
            if (work.tokens().revoke(id, call.now())) {
                work.audit().append(call.now(), call.caller(), "token.revoke", "token/" + id, Json.Obj.EMPTY);
                desk.admins().require(call.now(), work);
            }
            return Answers.of(work.tokens().find(id).orElseThrow(() -> missing(id)), work);
        }));
    }
}
