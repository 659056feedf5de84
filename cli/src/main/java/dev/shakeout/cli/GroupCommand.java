package dev.shakeout.cli;

import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Commands under a common word. */
record GroupCommand(String name, String summary, String example, List<Command> commands) implements Command {
    GroupCommand {
        commands = List.copyOf(commands);
    }

    @Override
    public void describe(CommandSpec spec) {
        // the commands below it have the options
    }

    @Override
    public int run(ParseResult given, Terminal terminal) {
        return Exit.USAGE; // the tree shows the help instead
    }
}
