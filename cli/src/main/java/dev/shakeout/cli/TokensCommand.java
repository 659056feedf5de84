package dev.shakeout.cli;

import dev.shakeout.cli.ActCommand.Order;
import dev.shakeout.model.InvalidInput;
import dev.shakeout.model.Json;
import dev.shakeout.model.Problem;
import java.io.IOException;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What there is to do with the tokens of a server. */
final class TokensCommand {
    private static final String ROLE = "--role";
    private static final String ENVIRONMENT = "--environment";
    private static final String USER = "--user";
    private static final String EXPIRES = "--expires";

    private TokensCommand() {}

    static Command of(Clock clock) {
        return new GroupCommand(
                "tokens",
                "Make tokens of a server, list them, or revoke one.",
                "shakeout tokens list --server https://shakeout.example.org",
                List.of(create(clock), list(), revoke()));
    }

    private static Command create(Clock clock) {
        return ActCommand.of(
                "create",
                "Make a token, and print it: this once, as only its hash is kept.",
                "shakeout tokens create deploy-pipeline --role operator --environment staging --expires 90d",
                new Named("NAME", "What it is for."),
                order -> create(order, clock),
                Options.value(
                        USER, "NAME", "The user whose it is, with what that may do; without, it is a service token."),
                Options.value(
                        ROLE,
                        "ROLE",
                        "What its holder may do: viewer, operator, approver or admin; of a user's token the most that counts."),
                Options.value(ENVIRONMENT, "NAME", "The only one in which it holds; all of them if not given."),
                Options.value(EXPIRES, "MOMENT", "From when on it is good for nothing: " + Moments.FORMS + "."));
    }

    private static int create(Order order, Clock clock) throws IOException {
        if (order.value(ROLE).isEmpty() && order.value(USER).isEmpty()) {
            throw new InvalidInput(Problem.of(
                    "what may its holder do? Say it with " + ROLE + " ROLE, or whose it is with " + USER + " NAME"));
        }
        var members = new LinkedHashMap<String, Json>();
        members.put("name", Json.of(order.of()));
        for (String option : List.of(USER, ROLE, ENVIRONMENT)) {
            if (!order.value(option).isEmpty()) {
                members.put(option.substring(2), Json.of(order.value(option)));
            }
        }
        if (!order.value(EXPIRES).isEmpty()) {
            members.put(
                    "expires-at",
                    Json.of(Moments.read(EXPIRES, order.value(EXPIRES), clock).toString()));
        }
        Json.Obj made = order.server()
                .send("POST", "/tokens", Optional.of(new Json.Obj(members)), Map.of())
                .json();
        order.terminal().print(Answered.text(made, "token"));
        return Exit.OK;
    }

    private static Command list() {
        return ListCommand.of(
                "list",
                "List the tokens of a server, oldest first; what is secret of them nobody knows.",
                "shakeout tokens list --environment staging",
                "/tokens",
                Listing.whole(
                        "There is no such token.",
                        TokensCommand::line,
                        Listing.Filter.of("environment", "NAME", "Only those that hold in nothing else.")));
    }

    private static String line(Json.Obj token) {
        String environment = Answered.text(token, "environment");
        String user = Answered.text(token, "user-name");
        return "%s  %-8s  %s in %s%s%s%s"
                .formatted(
                        Answered.text(token, "id"),
                        Answered.text(token, "role"),
                        Answered.text(token, "name"),
                        environment.isEmpty() ? "all environments" : environment,
                        user.isEmpty() ? "" : ", of " + user,
                        ends(token, "expires-at", "expires"),
                        ends(token, "revoked-at", "revoked"));
    }

    private static String ends(Json.Obj token, String key, String word) {
        String at = Answered.text(token, key);
        return at.isEmpty() ? "" : ", " + word + " " + at;
    }

    private static Command revoke() {
        return ActCommand.of(
                "revoke",
                "Make a token good for nothing, at once and for ever.",
                "shakeout tokens revoke 6f1c2d0e-5b0a-4f0e-9a57-0d5d2f3f7a11",
                new Named("TOKEN", "Its id, as 'shakeout tokens list' shows it; not the token itself."),
                TokensCommand::revoke);
    }

    private static int revoke(Order order) throws IOException {
        order.server().send("DELETE", "/tokens/" + order.path(), Optional.empty(), Map.of());
        order.terminal().line("Token " + order.of() + " is good for nothing any more.");
        return Exit.OK;
    }
}
