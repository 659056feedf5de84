package dev.shakeout.cli;

import dev.shakeout.cli.ActCommand.Order;
import dev.shakeout.cli.remote.ServerApi;
import dev.shakeout.model.InvalidInput;
import dev.shakeout.model.Json;
import dev.shakeout.model.Problem;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Model.OptionSpec;

/** What there is to do with the users of a server, by an admin. */
final class UsersCommand {
    private static final Named NAME = new Named("USER", "The user's name, as 'shakeout users list' shows it.");
    private static final String ROLE = "--role";
    private static final String ENVIRONMENT = "--environment";
    private static final List<String> OF_NEW = List.of("--email", "--issuer", "--subject");

    private UsersCommand() {}

    static Command of() {
        return new GroupCommand(
                "users",
                "Look after the users of a server: what each may do, and where.",
                "shakeout users list --server https://shakeout.example.org",
                List.of(list(), show(), add(), grant(), revoke(), disable(), enable()));
    }

    private static Command list() {
        return ListCommand.of(
                "list",
                "List the users of a server, by name, with what they may do.",
                "shakeout users list",
                "/users",
                Listing.paged("There are no users.", UsersCommand::line));
    }

    private static String line(Json.Obj user) {
        List<String> grants = Answered.objects(user, "grants").stream()
                .map(UsersCommand::words)
                .toList();
        String disabled = Answered.text(user, "disabled-at");
        return "%-20s  %s%s"
                .formatted(
                        Answered.text(user, "name"),
                        grants.isEmpty() ? "nothing" : String.join(", ", grants),
                        disabled.isEmpty() ? "" : "; disabled " + disabled);
    }

    private static String words(Json.Obj grant) {
        String environment = Answered.text(grant, "environment");
        String group = Answered.text(grant, "group");
        return Answered.text(grant, "role") + " in " + (environment.isEmpty() ? "all environments" : environment)
                + (group.isEmpty() ? "" : " by group " + group);
    }

    private static Command show() {
        return ActCommand.of(
                "show",
                "Show a user.",
                "shakeout users show ada",
                NAME,
                order -> Shown.tell(order.server().get("/users/" + order.path()).json(), order),
                Shown.option());
    }

    private static Command add() {
        return ActCommand.of(
                "add",
                "Add a user, who may do nothing yet. Whoever signs in by single sign-on is added by that.",
                "shakeout users add ada --email ada@example.org",
                new Named("USER", "The user's name; it never changes."),
                UsersCommand::add,
                Options.value("--email", "ADDRESS", "For people; nobody is found by it."),
                Options.value("--issuer", "URL", "With --subject: the provider by which the user will sign in."),
                Options.value("--subject", "ID", "As that provider knows the user."));
    }

    private static int add(Order order) throws IOException {
        var members = new LinkedHashMap<String, Json>();
        members.put("name", Json.of(order.of()));
        for (String option : OF_NEW) {
            if (!order.value(option).isEmpty()) {
                members.put(option.substring(2), Json.of(order.value(option)));
            }
        }
        return tell(order.server().send("POST", "/users", Optional.of(new Json.Obj(members)), Map.of()), order);
    }

    private static Command grant() {
        return ActCommand.of(
                "grant",
                "Let a user have a role, in one environment or in all, from the next request on.",
                "shakeout users grant ada --role approver --environment staging",
                NAME,
                UsersCommand::grant,
                Options.value(ROLE, "ROLE", "What the user may do: viewer, operator, approver or admin."),
                where());
    }

    private static OptionSpec where() {
        return Options.value(ENVIRONMENT, "NAME", "Where; in all environments if not given.");
    }

    private static int grant(Order order) throws IOException {
        if (order.value(ROLE).isEmpty()) {
            throw new InvalidInput(Problem.of("what may the user do? Say it with " + ROLE + " ROLE"));
        }
        Json.Obj body = Json.object("role", order.value(ROLE));
        return tell(order.server().send("PUT", grantOf(order), Optional.of(body), Map.of()), order);
    }

    private static String grantOf(Order order) {
        String environment = order.value(ENVIRONMENT);
        return "/users/" + order.path()
                + (environment.isEmpty() ? "/grant" : "/grants/" + ServerApi.escaped(environment));
    }

    private static Command revoke() {
        return ActCommand.of(
                "revoke",
                "Take the role away that an admin gave a user, in one environment or in all.",
                "shakeout users revoke ada --environment staging",
                NAME,
                order -> tell(order.server().send("DELETE", grantOf(order), Optional.empty(), Map.of()), order),
                where());
    }

    private static Command disable() {
        return ActCommand.of(
                "disable",
                "Let a user do nothing any more, by whatever token, until enabled again.",
                "shakeout users disable ada",
                NAME,
                order -> tell(order.server().send("POST", disabledOf(order), Optional.empty(), Map.of()), order));
    }

    private static Command enable() {
        return ActCommand.of(
                "enable",
                "Let a user who was disabled do again what is granted.",
                "shakeout users enable ada",
                NAME,
                order -> tell(order.server().send("DELETE", disabledOf(order), Optional.empty(), Map.of()), order));
    }

    private static String disabledOf(Order order) {
        return "/users/" + order.path() + "/disabled";
    }

    private static int tell(ServerApi.Answer answer, Order order) throws IOException {
        order.terminal().line(line(answer.json()));
        return Exit.OK;
    }
}
