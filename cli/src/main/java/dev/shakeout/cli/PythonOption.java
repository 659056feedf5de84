package dev.shakeout.cli;

import dev.shakeout.engine.Machine;
import dev.shakeout.python.PythonSide;
import java.util.Optional;
import java.util.regex.Pattern;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** The user's Python: that of an experiment's functions, of extensions, of notification plugins. */
final class PythonOption {
    private static final String PYTHON = "--python";
    private static final Pattern LIKELY = Pattern.compile("type[\"']?\\s*:\\s*[\"']?python\\b");

    private PythonOption() {}

    static void describe(CommandSpec spec) {
        spec.addOption(OptionSpec.builder(PYTHON)
                .paramLabel("PATH")
                .type(String.class)
                .arity("1")
                .description(
                        "The Python that has your functions and extensions; that of the active virtual environment, or"
                                + " else the first on PATH, unless given.")
                .build());
    }

    static Optional<String> named(ParseResult given) {
        return Optional.ofNullable(given.matchedOptionValue(PYTHON, (String) null));
    }

    /** Starts it where the text will need it: that takes as long as reading the file. */
    static void expect(String text, Machine machine) {
        if (text.contains("python") && LIKELY.matcher(text).find()) {
            PythonSide.expect(machine);
        }
    }
}
