package dev.shakeout.cli;

import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Shows all settings. */
final class SettingsShowCommand implements Command {
    private static final List<String> FORMATS = List.of("json", "yaml");

    @Override
    public String name() {
        return "show";
    }

    @Override
    public String summary() {
        return "Show the whole settings file, secrets included.";
    }

    @Override
    public String example() {
        return "shakeout settings show --format json";
    }

    @Override
    public void describe(CommandSpec spec) {
        SettingsEntry.describeFormat(spec, FORMATS);
    }

    @Override
    public int run(ParseResult given, Terminal terminal) throws IOException {
        var settings = SettingsEntry.settings(given, terminal);
        settings.ifPresent(found -> terminal.print(SettingsEntry.written(found.values(), given, FORMATS)));
        return settings.isPresent() ? Exit.OK : SettingsEntry.MISSING;
    }
}
