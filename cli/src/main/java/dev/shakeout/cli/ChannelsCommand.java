package dev.shakeout.cli;

import dev.shakeout.cli.ActCommand.Order;
import dev.shakeout.model.Json;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** What there is to do with the channels of a server, by which it tells people and programs of runs. */
final class ChannelsCommand {
    private static final Named NAME = new Named("NAME", "Its name, as 'shakeout channels list' shows it.");

    private ChannelsCommand() {}

    static Command of() {
        return new GroupCommand(
                "channels",
                "Have a server tell people and programs of its runs, and see what became of that.",
                "shakeout channels list --server https://shakeout.example.org",
                List.of(list(), show(), put(), test(), messages(), delete()));
    }

    private static Command list() {
        return ListCommand.of(
                "list",
                "List the channels of a server, by name.",
                "shakeout channels list --environment production",
                "/channels",
                Listing.paged(
                        "There is no channel; shakeout channels put --help tells how one is made.",
                        ChannelsCommand::line,
                        Listing.Filter.of("environment", "NAME", "Only those that are about this environment.")));
    }

    private static String line(Json.Obj channel) {
        String environment = Answered.text(channel, "environment");
        String occasions = channel.get("on").orElse(Json.Null.NULL) instanceof Json.Arr(var on)
                ? on.stream().map(Json::text).collect(Collectors.joining(", "))
                : "";
        return "%s: %s at %s, of %s in %s%s"
                .formatted(
                        Answered.text(channel, "name"),
                        Answered.text(channel, "kind"),
                        Answered.text(channel, "place"),
                        occasions,
                        environment.isEmpty() ? "all environments" : environment,
                        Answered.text(channel, "must").equals("true")
                                ? "; no run begins that it cannot be told of"
                                : "");
    }

    private static Command show() {
        return ActCommand.of(
                "show",
                "Show a channel, without its secrets.",
                "shakeout channels show ops",
                NAME,
                order -> Shown.tell(
                        order.server().get("/channels/" + order.path()).json(), order),
                Shown.option());
    }

    private static Command put() {
        return ActCommand.of(
                "put",
                "Write a channel from a file of YAML or JSON, in place of one of the same name.",
                "shakeout channels put ops.yaml",
                new Named("FILE", "Its members, as docs/server.md has them: kind, target, on, …"),
                ChannelsCommand::put,
                ServerDocument.option());
    }

    private static int put(Order order) throws IOException {
        ServerDocument.Put put = ServerDocument.put(order, "channel", UnaryOperator.identity());
        order.terminal().line(line(put.json()));
        order.terminal().line("'shakeout channels test " + put.name() + "' shows whether it works.");
        return Exit.OK;
    }

    private static Command test() {
        return ActCommand.of(
                "test",
                "Send a message by a channel now, once, and tell what came back; exit status 7 if it was not taken.",
                "shakeout channels test ops",
                NAME,
                ChannelsCommand::test);
    }

    private static int test(Order order) throws IOException {
        Json.Obj tried = order.server()
                .send("POST", "/channels/" + order.path() + "/test", Optional.empty(), Map.of())
                .json();
        boolean delivered = Answered.text(tried, "delivered").equals("true");
        order.terminal().line((delivered ? "taken: " : "not taken: ") + Answered.text(tried, "result"));
        return delivered ? Exit.OK : Exit.FAILED;
    }

    private static Command messages() {
        return new ListCommand(
                "messages",
                "List what a channel was told, newest first, and what became of that.",
                "shakeout channels messages ops",
                "/channels/{}/messages",
                Optional.of(NAME),
                Listing.paged("It was told nothing yet.", ChannelsCommand::message));
    }

    private static String message(Json.Obj message) {
        String result = Answered.text(message, "result");
        return "%s  %-8s  %s%s"
                .formatted(
                        Answered.text(message, "at"),
                        Answered.text(message, "state"),
                        Answered.text(message, "words"),
                        result.isEmpty() ? "" : "  (" + result + ")");
    }

    private static Command delete() {
        return ActCommand.of(
                "delete",
                "Delete a channel; what it has not been told yet is given up.",
                "shakeout channels delete ops",
                NAME,
                ChannelsCommand::delete);
    }

    private static int delete(Order order) throws IOException {
        ServerDocument.delete("/channels/" + order.path(), order.server());
        order.terminal().line("Channel " + order.of() + " is deleted.");
        return Exit.OK;
    }
}
