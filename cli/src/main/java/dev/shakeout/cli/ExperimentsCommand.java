package dev.shakeout.cli;

import dev.shakeout.cli.ActCommand.Order;
import dev.shakeout.model.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What there is to do with the experiments of a server. */
final class ExperimentsCommand {
    private static final Named NAME = new Named("NAME", "Its name, as 'shakeout experiments list' shows it.");
    private static final String VERSION = "--version";
    private static final String OWNER = "--owner";

    private ExperimentsCommand() {}

    static Command of() {
        return new GroupCommand(
                "experiments",
                "Look at the experiments of a server, and put one there.",
                "shakeout experiments list --server https://shakeout.example.org",
                List.of(list(), show(), versions(), put(), delete()));
    }

    private static Command list() {
        return ListCommand.of(
                "list",
                "List the newest version of each experiment of a server, by name.",
                "shakeout experiments list",
                "/experiments",
                Listing.paged(
                        "There is no experiment; shakeout experiments put FILE puts one there.",
                        ExperimentsCommand::line));
    }

    private static String line(Json.Obj experiment) {
        return "%s v%s (%s), %s: %s"
                .formatted(
                        Answered.text(experiment, "name"),
                        Answered.text(experiment, "version"),
                        Answered.text(experiment, "created-at"),
                        Answered.text(experiment, "owner"),
                        Answered.text(experiment, "title"));
    }

    private static Command versions() {
        return new ListCommand(
                "versions",
                "List every version of an experiment, newest first.",
                "shakeout experiments versions slow-database",
                "/experiments/{}/versions",
                Optional.of(NAME),
                Listing.paged("There is none.", ExperimentsCommand::line));
    }

    private static Command show() {
        return ActCommand.of(
                "show",
                "Show an experiment, with its definition.",
                "shakeout experiments show slow-database --version 3",
                NAME,
                ExperimentsCommand::show,
                Options.number(VERSION, "N", "Which version of it; the newest if not given."),
                Shown.option());
    }

    private static int show(Order order) throws IOException {
        String version = Optional.ofNullable(order.given().matchedOptionValue(VERSION, (Integer) null))
                .map(number -> "/versions/" + number)
                .orElse("");
        return Shown.tell(
                order.server().get("/experiments/" + order.path() + version).json(), order);
    }

    private static Command put() {
        return ActCommand.of(
                "put",
                "Put an experiment on a server, as a new version if anything in it changed.",
                "shakeout experiments put slow-database.yaml --owner payments",
                new Named("FILE", "The experiment, YAML or JSON."),
                ExperimentsCommand::put,
                ServerDocument.option(),
                Options.value(OWNER, "TEAM", "Who answers for it; else who did before, or you if nobody did."));
    }

    private static int put(Order order) throws IOException {
        var put = ServerExperiment.put(
                Path.of(order.of()),
                order.value(ServerDocument.NAME),
                order.value(OWNER),
                order.server(),
                order.terminal());
        order.terminal().line("It is there as " + put.words() + ".");
        return Exit.OK;
    }

    private static Command delete() {
        return ActCommand.of(
                "delete",
                "Delete an experiment with all its versions; one that was run once, or that a schedule names, stays.",
                "shakeout experiments delete slow-database",
                NAME,
                ExperimentsCommand::delete);
    }

    private static int delete(Order order) throws IOException {
        ServerDocument.delete("/experiments/" + order.path(), order.server());
        order.terminal().line("Experiment " + order.of() + " is deleted.");
        return Exit.OK;
    }
}
