package dev.shakeout.cli;

import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** What there is to do with the settings file. */
final class SettingsCommand implements Command {
    @Override
    public String name() {
        return "settings";
    }

    @Override
    public String summary() {
        return "Read or change the settings file, which is Chaos Toolkit's.";
    }

    @Override
    public String example() {
        return "shakeout settings get runtime.rollbacks.strategy";
    }

    @Override
    public void describe(CommandSpec spec) {
        // the commands below it have the options
    }

    @Override
    public List<Command> commands() {
        return List.of(
                new SettingsShowCommand(),
                new SettingsGetCommand(),
                new SettingsSetCommand(),
                new SettingsRemoveCommand());
    }

    @Override
    public int run(ParseResult given, Terminal terminal) {
        return Exit.USAGE; // the tree shows the help instead
    }
}
