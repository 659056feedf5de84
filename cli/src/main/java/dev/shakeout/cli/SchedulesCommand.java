package dev.shakeout.cli;

import dev.shakeout.cli.ActCommand.Order;
import dev.shakeout.model.Json;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** What there is to do with the schedules of a server. */
final class SchedulesCommand {
    private static final Named NAME = new Named("NAME", "Its name, as 'shakeout schedules list' shows it.");

    private SchedulesCommand() {}

    static Command of() {
        return new GroupCommand(
                "schedules",
                "Have a server start runs by the calendar, and see what became of them.",
                "shakeout schedules list --server https://shakeout.example.org",
                List.of(list(), show(), put(), delete(), starts()));
    }

    private static Command list() {
        return ListCommand.of(
                "list",
                "List the schedules of a server, by name.",
                "shakeout schedules list --environment staging",
                "/schedules",
                Listing.paged(
                        "There is no schedule; shakeout schedules put --help tells how one is made.",
                        SchedulesCommand::line,
                        Listing.Filter.ENVIRONMENT));
    }

    private static String line(Json.Obj schedule) {
        String next = schedule.get("next").orElse(Json.Null.NULL) instanceof Json.Arr(var starts) && !starts.isEmpty()
                ? starts.getFirst().text()
                : "never";
        boolean enabled = Answered.text(schedule, "enabled").equals("true");
        return "%s: %s (%s), %s in %s; %s"
                .formatted(
                        Answered.text(schedule, "name"),
                        Answered.text(schedule, "when"),
                        Answered.text(schedule, "time-zone"),
                        Answered.text(schedule, "experiment"),
                        Answered.text(schedule, "environment"),
                        enabled ? "next " + next : "paused");
    }

    private static Command show() {
        return ActCommand.of(
                "show",
                "Show a schedule, with its next five starts.",
                "shakeout schedules show weekly",
                NAME,
                order -> Shown.tell(
                        order.server().get("/schedules/" + order.path()).json(), order),
                Shown.option());
    }

    private static Command put() {
        return ActCommand.of(
                "put",
                "Write a schedule from a file of YAML or JSON, in place of one of the same name. Its runs are on account of"
                        + " your token.",
                "shakeout schedules put weekly.yaml",
                new Named("FILE", "Its members, as docs/server.md has them: experiment, environment, when, …"),
                SchedulesCommand::put,
                ServerDocument.option());
    }

    private static int put(Order order) throws IOException {
        ServerDocument.Put put = ServerDocument.put(order, "schedule", UnaryOperator.identity());
        order.terminal().line(line(put.json()));
        return Exit.OK;
    }

    private static Command delete() {
        return ActCommand.of(
                "delete",
                "Delete a schedule; a run of it that is under way goes on.",
                "shakeout schedules delete weekly",
                NAME,
                SchedulesCommand::delete);
    }

    private static int delete(Order order) throws IOException {
        ServerDocument.delete("/schedules/" + order.path(), order.server());
        order.terminal().line("Schedule " + order.of() + " is deleted.");
        return Exit.OK;
    }

    private static Command starts() {
        return new ListCommand(
                "starts",
                "List what became of the starts of a schedule that were due, and why; latest first.",
                "shakeout schedules starts weekly",
                "/schedules/{}/starts",
                Optional.of(NAME),
                Listing.paged("None was due yet.", SchedulesCommand::start));
    }

    private static String start(Json.Obj start) {
        String reason = Answered.text(start, "reason");
        return "%s  %-8s  %s"
                .formatted(
                        Answered.text(start, "due"),
                        Answered.text(start, "outcome"),
                        (Answered.text(start, "run") + (reason.isEmpty() ? "" : "  " + reason)).strip());
    }
}
