package dev.shakeout.cli;

import dev.shakeout.dialects.settings.ControlFile;
import dev.shakeout.dialects.settings.GlobalControl;
import dev.shakeout.dialects.settings.UserSettings;
import dev.shakeout.model.InvalidInput;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** The controls that hold whatever experiment is run: those of the settings, then those of files. */
final class ControlArguments {
    private ControlArguments() {}

    static void describe(CommandSpec spec) {
        spec.addOption(OptionSpec.builder("--control-file")
                .paramLabel("FILE")
                .type(List.class)
                .auxiliaryTypes(Path.class)
                .arity("1")
                .description("Read controls for every experiment from a JSON or YAML file. May be repeated.")
                .build());
    }

    /** @throws InvalidInput what is wrong with them */
    static List<GlobalControl> read(ParseResult given, UserSettings settings) {
        var controls = new ArrayList<>(settings.controls());
        for (Path file : given.matchedOptionValue("--control-file", List.<Path>of())) {
            controls.addAll(ControlFile.read(file.toString(), Source.text(file)));
        }
        return controls;
    }
}
