package dev.shakeout.cli;

import dev.shakeout.dialects.Inputs;
import dev.shakeout.dialects.TreeReader;
import dev.shakeout.dialects.chaostoolkit.VarFile;
import dev.shakeout.dialects.chaostoolkit.VarFlag;
import dev.shakeout.model.InvalidInput;
import dev.shakeout.model.Rules;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** Values that a command gives to an experiment from outside. */
final class VariableArguments {
    private VariableArguments() {}

    static void describe(CommandSpec spec) {
        spec.addOption(OptionSpec.builder("--var")
                .paramLabel("KEY[:TYPE]=VALUE")
                .type(List.class)
                .auxiliaryTypes(String.class)
                .arity("1")
                .description(
                        "Set a configuration value; TYPE is str (default), int, float, bool, bytes or json. May be repeated.")
                .build());
        spec.addOption(OptionSpec.builder("--var-file")
                .paramLabel("FILE")
                .type(List.class)
                .auxiliaryTypes(Path.class)
                .arity("1")
                .description("Read configuration and secrets from a JSON, YAML or .env file. May be repeated.")
                .build());
    }

    /**
     * Reads all that was given. Files for the environment come first, wherever they stand: a definition in another file
     * may name what is in them.
     *
     * @throws InvalidInput what is wrong
     * @throws BadExperiment what a definition in a file names is not there, by Chaos Toolkit's rules
     */
    static Inputs read(ParseResult given, Terminal terminal) {
        Rules rules = GlobalOptions.rules(given);
        Inputs inputs = Inputs.of(terminal.environment(), terminal.mask()).by(rules);
        List<Path> files = given.matchedOptionValue("--var-file", List.of());
        for (Path file : files.stream()
                .filter(file -> !VarFile.isDocument(file.toString()))
                .toList()) {
            inputs = VarFile.add(inputs, file.toString(), Source.text(file));
        }
        for (Path file : files.stream()
                .filter(file -> VarFile.isDocument(file.toString()))
                .toList()) {
            inputs = document(file, inputs, terminal);
        }
        for (String assignment : given.matchedOptionValue("--var", List.<String>of())) {
            inputs = VarFlag.add(inputs, assignment);
        }
        return inputs;
    }

    /** By Chaos Toolkit's rules a file that is not JSON or YAML is told and passed over. */
    private static Inputs document(Path file, Inputs inputs, Terminal terminal) {
        String text = Source.text(file);
        if (inputs.rules().ours()) {
            return VarFile.add(inputs, file.toString(), text);
        }
        try {
            TreeReader.read(file.toString(), text);
        } catch (InvalidInput e) {
            e.problems().forEach(terminal::mistake);
            return inputs;
        }
        try {
            return VarFile.add(inputs, file.toString(), text);
        } catch (InvalidInput e) {
            throw new BadExperiment(e);
        }
    }
}
