package dev.shakeout.cli;

import dev.shakeout.model.Json;

/** Lists the runs of a server. */
final class RunsCommand {
    private RunsCommand() {}

    static Command of() {
        return ListCommand.of(
                "runs",
                "List the runs of a server, newest first.",
                "shakeout runs --server https://shakeout.example.org --environment staging --state running",
                "/runs",
                Listing.paged(
                        "There is no such run.",
                        RunsCommand::line,
                        Listing.Filter.ENVIRONMENT,
                        Listing.Filter.of("experiment", "NAME", "Only those of this experiment."),
                        Listing.Filter.of("state", "STATE", "Only those that are pending, waiting, running or ended."),
                        Listing.Filter.of("verdict", "VERDICT", "Only those that ended so.")));
    }

    private static String line(Json.Obj run) {
        String verdict = Answered.text(run, "verdict");
        String waits = Answered.text(run, "waits-for");
        return "%s  %-12s  %s  %s v%s in %s"
                        .formatted(
                                Answered.text(run, "id"),
                                verdict.isEmpty() ? Answered.text(run, "state") : verdict,
                                Answered.text(run, "requested-at"),
                                Answered.text(run, "experiment"),
                                Answered.text(run, "version"),
                                Answered.text(run, "environment"))
                + (waits.isEmpty() ? "" : ": " + waits);
    }
}
