package dev.shakeout.cli;

import picocli.AutoComplete;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Prints the script that completes commands and options in bash and zsh. */
final class CompletionCommand implements Command {
    @Override
    public String name() {
        return "completion";
    }

    @Override
    public String summary() {
        return "Print a script for bash or zsh that completes commands and options.";
    }

    @Override
    public String example() {
        return "source <(shakeout completion)";
    }

    @Override
    public void describe(CommandSpec spec) {
        // no options of its own
    }

    @Override
    public int run(ParseResult given, Terminal terminal) {
        terminal.print(AutoComplete.bash("shakeout", new CommandTree(Commands.all()).commandLine()));
        return Exit.OK;
    }
}
