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
            Field.required("role", Kind.ROLE, "What its holder may do."),
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
        var token = new Token(
                desk.ids().get(),
                call.text("name").orElse(""),
                Role.ofWord(call.text("role").orElse("")),
                call.environment(),
                call.token().id(),
                call.now(),
                expires,
                Optional.empty());
        desk.store().change(work -> {
            work.tokens().add(token, secret);
            work.audit()
                    .append(
                            call.now(),
                            call.token().id(),
                            "token.make",
                            "token/" + token.id(),
                            Json.object(
                                    "name",
                                    token.name(),
                                    "role",
                                    token.role().word(),
                                    "environment",
                                    token.environment().orElse("*")));
            return token;
        });
        return Reply.json(201, Answers.of(token).with("token", Json.of(secret.text())));
    }

    private Reply list(Call call) {
        List<Token> all = desk.store().read(work -> work.tokens().all());
        return Reply.ok(Answers.all(
                all.stream()
                        .filter(token -> call.environment().isEmpty()
                                || token.environment().equals(call.environment()))
                        .toList(),
                Answers::of));
    }

    static Refusal missing(String id) {
        return Refusal.notFound("there is no token with the id '" + id + "'; " + ALL + " lists them");
    }

    /** Without one nobody could make a token any more. */
    private static void requireAnAdmin(Instant now, Work work) {
        if (work.tokens().all().stream()
                .noneMatch(token -> token.role() == Role.ADMIN
                        && token.environment().isEmpty()
                        && token.refused(now).isEmpty())) {
            throw Refusal.conflict("it is the last admin token for all environments, and without one nobody could make"
                    + " tokens; make another one first");
        }
    }

    private Reply revoke(Call call) {
        Token token = desk.store().change(work -> {
            String id = call.variable("token");
            if (work.tokens().revoke(id, call.now())) {
                work.audit().append(call.now(), call.token().id(), "token.revoke", "token/" + id, Json.Obj.EMPTY);
                requireAnAdmin(call.now(), work); // after the log, to which one at a time appends
            }
            return work.tokens().find(id).orElseThrow(() -> missing(id));
        });
        return Reply.ok(Answers.of(token));
    }
}
