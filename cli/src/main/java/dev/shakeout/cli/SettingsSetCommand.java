package dev.shakeout.cli;

import dev.shakeout.dialects.JsonReader;
import dev.shakeout.model.InvalidInput;
import dev.shakeout.model.Json;
import java.io.IOException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/** Changes one setting. */
final class SettingsSetCommand implements Command {
    @Override
    public String name() {
        return "set";
    }

    @Override
    public String summary() {
        return "Change one value of the settings that is there already.";
    }

    @Override
    public String example() {
        return "shakeout settings set runtime.rollbacks.strategy '\"always\"'";
    }

    @Override
    public void describe(CommandSpec spec) {
        SettingsEntry.describeKey(spec);
        spec.addPositional(PositionalParamSpec.builder()
                .index("1")
                .arity("1")
                .required(true)
                .paramLabel("VALUE")
                .type(String.class)
                .description(
                        "The value as JSON: text in double quotes, a number, true, false, null, a list or an object.")
                .build());
    }

    @Override
    public int run(ParseResult given, Terminal terminal) throws IOException {
        var settings = SettingsEntry.settings(given, terminal);
        if (settings.isEmpty()) {
            return SettingsEntry.MISSING;
        }
        Json value;
        try {
            value = JsonReader.read("VALUE", given.matchedPositionalValue(1, ""));
        } catch (InvalidInput e) {
            e.problems().forEach(problem -> terminal.error(problem + "; text needs double quotes: '\"text\"'"));
            return SettingsEntry.MISSING;
        }
        var changed = SettingsEntry.key(given).set(settings.get().values(), value);
        if (changed.isEmpty()) {
            return SettingsEntry.missing(given, terminal);
        }
        SettingsFile.of(given, terminal).write(changed.get());
        return Exit.OK;
    }
}
