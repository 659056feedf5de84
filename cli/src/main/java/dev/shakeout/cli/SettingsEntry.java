package dev.shakeout.cli;

import dev.shakeout.dialects.JsonWriter;
import dev.shakeout.dialects.settings.SettingsKey;
import dev.shakeout.dialects.settings.UserSettings;
import dev.shakeout.dialects.settings.Yaml11;
import dev.shakeout.model.InvalidInput;
import dev.shakeout.model.Json;
import dev.shakeout.model.PythonText;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/** What the commands on settings have in common: their key, their formats, their answer when something is missing. */
final class SettingsEntry {
    /** Chaos Toolkit's status for whatever is not there. */
    static final int MISSING = 1;

    private SettingsEntry() {}

    static void describeKey(CommandSpec spec) {
        spec.addPositional(PositionalParamSpec.builder()
                .index("0")
                .arity("1")
                .required(true)
                .paramLabel("KEY")
                .type(String.class)
                .description(
                        "Names with dots between them, an index in brackets: notifications[0].url. A dot in a name stands"
                                + " behind a backslash: 'auths.example\\.com.type'.")
                .build());
    }

    static void describeFormat(CommandSpec spec, List<String> formats) {
        spec.addOption(OptionSpec.builder("--format")
                .paramLabel("FORMAT")
                .type(String.class)
                .arity("1")
                .completionCandidates(formats)
                .description("One of " + String.join(", ", formats) + "; yaml unless given.")
                .build());
    }

    static SettingsKey key(ParseResult given) {
        return SettingsKey.of(given.matchedPositionalValue(0, ""));
    }

    /** The settings there are; empty when there are none that can be read, which has been told. */
    static Optional<UserSettings> settings(ParseResult given, Terminal terminal) throws IOException {
        var file = SettingsFile.of(given, terminal);
        try {
            Optional<UserSettings> read = file.read();
            if (read.isEmpty()) {
                terminal.error("No settings file found at " + file.path());
            }
            return read;
        } catch (InvalidInput e) {
            e.problems().forEach(terminal::mistake);
            return Optional.empty();
        }
    }

    static int missing(ParseResult given, Terminal terminal) {
        terminal.error("the settings have no '" + given.matchedPositionalValue(0, "") + "'");
        return MISSING;
    }

    static String written(Json value, ParseResult given, List<String> formats) {
        String format = given.matchedOptionValue("--format", "yaml");
        Words.check("--format", format, formats);
        return switch (format) {
            case "json" -> JsonWriter.write(value).strip();
            case "string" -> PythonText.of(value);
            default -> Yaml11.write(value);
        };
    }
}
