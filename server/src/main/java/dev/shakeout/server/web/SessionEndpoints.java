package dev.shakeout.server.web;

import static dev.shakeout.server.web.Endpoint.Given.json;

import dev.shakeout.model.Json;
import dev.shakeout.server.access.Caller;
import dev.shakeout.server.access.Role;
import dev.shakeout.server.access.Secret;
import dev.shakeout.server.access.Token;
import dev.shakeout.server.signin.NotLetIn;
import dev.shakeout.server.signin.SignIn;
import dev.shakeout.server.signin.SignIn.Arrival;
import dev.shakeout.server.signin.SignInRules.People;
import dev.shakeout.server.web.Endpoint.Verb;
import java.util.List;

/** Single sign-on: how it is done, a token for who has done it, and its end. */
final class SessionEndpoints {
    private static final String ALL = Endpoints.API + "/sessions";
    private static final Shape PROVIDER = Shape.of(
            "SignInProvider",
            Field.required("issuer", Kind.TEXT, "The address of the OpenID provider."),
            Field.required("client-id", Kind.TEXT, "By which it knows the command."),
            Field.required("scopes", Kind.TEXTS, "To be asked for."),
            Field.required("needs-nonce", Kind.FLAG, "Whether an ID token without a nonce is refused."));
    private static final Shape NEW = Shape.of(
            "SessionToBegin",
            Field.required("id-token", Kind.TEXT, "Just given by the provider; it is good once."),
            Field.optional(
                    "nonce-secret",
                    Kind.LINE,
                    "Any text that nobody can guess, of which the ID token's nonce is the SHA-256 in base64url; needed when it"
                            + " has one."));
    private static final Shape BEGUN = Answers.more(
            UserAnswers.ME,
            "BegunSession",
            Field.required("secret", Kind.TEXT, "The token itself, shown this once: only its hash is kept."));

    private final Desk desk;

    private SessionEndpoints(Desk desk) {
        this.desk = desk;
    }

    static List<Endpoint> all(Desk desk) {
        var here = new SessionEndpoints(desk);
        return List.of(
                Endpoint.of(
                        "getSignInProvider",
                        Verb.GET,
                        ALL + "/provider",
                        Role.VIEWER,
                        Scope.OPEN,
                        "By which provider people sign in here.",
                        json(200, PROVIDER),
                        here::provider),
                Endpoint.of(
                                "beginSession",
                                Verb.POST,
                                ALL,
                                Role.VIEWER,
                                Scope.OPEN,
                                "Makes a token that ends by itself, for who comes with an ID token of a provider that is trusted"
                                        + " here: a person, or a workload such as a job of a pipeline.",
                                json(201, BEGUN),
                                here::begin)
                        .takes(NEW),
                Endpoint.of(
                        "endSession",
                        Verb.DELETE,
                        ALL + "/current",
                        Role.VIEWER,
                        Scope.SELF,
                        "Revokes the token that asks, if it was made by a sign-in; any other stays.",
                        json(200, Answers.TOKEN),
                        here::end));
    }

    private SignIn signIn() {
        return desk.signIn()
                .orElseThrow(
                        () -> Refusal.notFound("there is no single sign-on here; an admin makes tokens, or starts the"
                                + " server with --oidc FILE"));
    }

    private Reply provider(Call call) {
        People people = signIn().people()
                .orElseThrow(() -> Refusal.notFound("workloads alone sign in here; for people an admin makes tokens"));
        return Reply.ok(Json.object(
                "issuer",
                people.issuer(),
                "client-id",
                people.clientId(),
                "scopes",
                Json.of(people.scopes().stream().map(Json::of).toList()),
                "needs-nonce",
                people.needsNonce()));
    }

    private Reply begin(Call call) {
        Arrival arrival;
        try {
            arrival = signIn().arrival(call.text("id-token").orElse(""), call.text("nonce-secret"));
        } catch (NotLetIn e) {
            String why = String.valueOf(e.getMessage());
            throw e.isAway() ? Refusal.providerAway(why) : Refusal.noToken(why);
        }
        Secret secret = Secret.create(desk.random());
        Caller caller = desk.store().change(work -> new Sessions(desk.ids()).begin(arrival, secret, call.now(), work));
        return Reply.json(201, UserAnswers.of(caller).with("secret", Json.of(secret.text())));
    }

    private Reply end(Call call) {
        Token token = call.caller().token();
        return Reply.ok(desk.store().change(work -> {
            if (token.isSession() && work.tokens().revoke(token.id(), call.now())) {
                work.audit().append(call.now(), call.caller(), "session.end", "token/" + token.id(), Json.Obj.EMPTY);
            }
            return Answers.of(work.tokens().find(token.id()).orElseThrow(), work);
        }));
    }
}
