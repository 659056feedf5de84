package dev.shakeout.cli;

import dev.shakeout.cli.ActCommand.Order;
import dev.shakeout.model.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** What there is to do with the environments of a server. */
final class EnvironmentsCommand {
    private static final Named NAME = new Named("NAME", "Its name, as 'shakeout environments list' shows it.");
    private static final String POLICY = "--policy";

    private EnvironmentsCommand() {}

    static Command of() {
        return new GroupCommand(
                "environments",
                "Look at the environments of a server, and keep their policies and kill switches.",
                "shakeout environments list --server https://shakeout.example.org",
                List.of(list(), show(), put()));
    }

    private static Command list() {
        return ListCommand.of(
                "list",
                "List the environments of a server, by name.",
                "shakeout environments list",
                "/environments",
                Listing.whole(
                        "There is no environment; an admin makes one: shakeout environments put FILE.",
                        EnvironmentsCommand::line));
    }

    private static String line(Json.Obj environment) {
        return "%s v%s%s%s  %s"
                .formatted(
                        Answered.text(environment, "name"),
                        Answered.text(environment, "version"),
                        Answered.text(environment, "policy").isEmpty() ? "" : ", with a policy",
                        environment.get("flag").isPresent() ? ", with a kill switch" : "",
                        Answered.text(environment, "description"));
    }

    private static Command show() {
        return ActCommand.of(
                "show",
                "Show an environment, with its policy.",
                "shakeout environments show production",
                NAME,
                order -> Shown.tell(
                        order.server().get("/environments/" + order.path()).json(), order),
                Shown.option());
    }

    private static Command put() {
        return ActCommand.of(
                "put",
                "Write an environment from a file of YAML or JSON, in place of one of the same name.",
                "shakeout environments put production.yaml --policy shakeout-policy.yaml",
                new Named(
                        "FILE", "Its members: description, policy (the text of a policy file, or what it says), flag."),
                EnvironmentsCommand::put,
                ServerDocument.option(),
                Options.path(POLICY, "FILE", "The policy file of its runs, in place of the member 'policy'."));
    }

    private static int put(Order order) throws IOException {
        Path policy = order.given().matchedOptionValue(POLICY, (Path) null);
        ServerDocument.Put put = ServerDocument.put(
                order,
                "environment",
                written -> policy == null ? flat(written) : written.with("policy", Json.of(Source.text(policy))));
        order.terminal().line(line(put.json()));
        return Exit.OK;
    }

    /** A policy that stands in it as an object is a policy file of its own: JSON is YAML. */
    private static Json.Obj flat(Json.Obj written) {
        return written.get("policy").orElse(Json.Null.NULL) instanceof Json.Obj policy
                ? written.with("policy", Json.of(policy.compact()))
                : written;
    }
}
