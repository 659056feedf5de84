package dev.shakeout.cli;

import dev.shakeout.model.Json;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What there is to do with the fleet of a server. */
final class AgentsCommand {
    private AgentsCommand() {}

    static Command of() {
        return new GroupCommand(
                "agents",
                "Look at the fleet of a server, let an agent join it, or revoke one.",
                "shakeout agents list --server https://shakeout.example.org",
                List.of(list(), new AgentsEnrolCommand(), revoke()));
    }

    private static Command list() {
        return ListCommand.of(
                "list",
                "List the agents of a server, oldest first.",
                "shakeout agents list --environment staging",
                "/agents",
                Listing.whole(
                        "No agent has joined; shakeout agents enrol --help tells how one does.",
                        AgentsCommand::line,
                        Listing.Filter.ENVIRONMENT));
    }

    private static String line(Json.Obj agent) {
        return "%s  %-9s  %s in %s  %s"
                .formatted(
                        Answered.text(agent, "id"),
                        state(agent),
                        Answered.text(agent, "name"),
                        Answered.text(agent, "environment"),
                        Answered.labels(agent));
    }

    private static String state(Json.Obj agent) {
        if (agent.get("revoked-at").isPresent()) {
            return "revoked";
        }
        return Answered.text(agent, "connected").equals("true") ? "connected" : "away";
    }

    private static Command revoke() {
        return ActCommand.of(
                "revoke",
                "Cut an agent off from the fleet of a server, at once and for ever.",
                "shakeout agents revoke 6f1c2d0e-5b0a-4f0e-9a57-0d5d2f3f7a11",
                new Named("AGENT", "Its id, as 'shakeout agents list' shows it."),
                AgentsCommand::cutOff);
    }

    private static int cutOff(ActCommand.Order order) throws IOException {
        order.server().send("DELETE", "/agents/" + order.path(), Optional.empty(), Map.of());
        order.terminal().line("Agent " + order.of() + " is cut off.");
        return Exit.OK;
    }
}
