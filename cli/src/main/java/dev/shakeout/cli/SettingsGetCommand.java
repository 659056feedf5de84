package dev.shakeout.cli;

import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Shows one setting. */
final class SettingsGetCommand implements Command {
    private static final List<String> FORMATS = List.of("string", "json", "yaml");

    @Override
    public String name() {
        return "get";
    }

    @Override
    public String summary() {
        return "Show one value of the settings.";
    }

    @Override
    public String example() {
        return "shakeout settings get notifications[0].url";
    }

    @Override
    public void describe(CommandSpec spec) {
        SettingsEntry.describeKey(spec);
        SettingsEntry.describeFormat(spec, FORMATS);
    }

    @Override
    public int run(ParseResult given, Terminal terminal) throws IOException {
        var settings = SettingsEntry.settings(given, terminal);
        if (settings.isEmpty()) {
            return SettingsEntry.MISSING;
        }
        var value = SettingsEntry.key(given).find(settings.get().values());
        if (value.isEmpty()) {
            return SettingsEntry.missing(given, terminal);
        }
        terminal.print(SettingsEntry.written(value.get(), given, FORMATS));
        return Exit.OK;
    }
}
