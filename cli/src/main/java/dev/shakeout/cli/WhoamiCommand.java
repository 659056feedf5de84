package dev.shakeout.cli;

import dev.shakeout.cli.ActCommand.Order;
import dev.shakeout.model.Json;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Who a server takes the holder of the token for. */
final class WhoamiCommand {
    private static final String JSON = "--json";

    private WhoamiCommand() {}

    static Command of() {
        return new ActCommand(
                "whoami",
                "Show who you are on a server, and what you may do there.",
                "shakeout whoami --server https://shakeout.example.org",
                Optional.empty(),
                List.of(Shown.option()),
                WhoamiCommand::tell);
    }

    private static int tell(Order order) throws IOException {
        Json.Obj me = order.server().get("/me").json();
        if (order.given().matchedOptionValue(JSON, false)) {
            order.terminal().print(me.compact());
        } else {
            lines(me).forEach(order.terminal()::line);
        }
        return Exit.OK;
    }

    static List<String> lines(Json.Obj me) {
        String ends = Answered.text(me, "expires-at");
        List<Json.Obj> may = Answered.objects(me, "may");
        String who =
                Answered.text(me, "is") + " " + Answered.text(me, "name") + (ends.isEmpty() ? "" : ", until " + ends);
        return may.isEmpty()
                ? List.of(who, "may do nothing yet; ask an admin: shakeout users grant " + Answered.text(me, "name"))
                : Stream.concat(Stream.of(who), may.stream().map(WhoamiCommand::words))
                        .toList();
    }

    private static String words(Json.Obj grant) {
        String environment = Answered.text(grant, "environment");
        return Answered.text(grant, "role") + " in " + (environment.isEmpty() ? "all environments" : environment);
    }
}
