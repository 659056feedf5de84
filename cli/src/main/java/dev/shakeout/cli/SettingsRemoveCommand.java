package dev.shakeout.cli;

import java.io.IOException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Removes one setting. */
final class SettingsRemoveCommand implements Command {
    @Override
    public String name() {
        return "remove";
    }

    @Override
    public String summary() {
        return "Remove a key of the settings with all that is below it.";
    }

    @Override
    public String example() {
        return "shakeout settings remove notifications[0]";
    }

    @Override
    public void describe(CommandSpec spec) {
        SettingsEntry.describeKey(spec);
    }

    @Override
    public int run(ParseResult given, Terminal terminal) throws IOException {
        var settings = SettingsEntry.settings(given, terminal);
        if (settings.isEmpty()) {
            return SettingsEntry.MISSING;
        }
        var rest = SettingsEntry.key(given).remove(settings.get().values());
        if (rest.isEmpty()) {
            return SettingsEntry.missing(given, terminal);
        }
        SettingsFile.of(given, terminal).write(rest.get());
        return Exit.OK;
    }
}
