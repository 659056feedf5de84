package dev.shakeout.cli;

import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** What there is to do with the fleet of a server. */
final class AgentsCommand implements Command {
    @Override
    public String name() {
        return "agents";
    }

    @Override
    public String summary() {
        return "Look at the fleet of a server, let an agent join it, or revoke one.";
    }

    @Override
    public String example() {
        return "shakeout agents list --server https://shakeout.example.org";
    }

    @Override
    public void describe(CommandSpec spec) {
        // the commands below it have the options
    }

    @Override
    public List<Command> commands() {
        return List.of(new AgentsListCommand(), new AgentsEnrolCommand(), new AgentsRevokeCommand());
    }

    @Override
    public int run(ParseResult given, Terminal terminal) {
        return Exit.USAGE; // the tree shows the help instead
    }
}
