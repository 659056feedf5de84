package dev.shakeout.cli;

import dev.shakeout.model.InvalidInput;
import dev.shakeout.model.Problem;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/**
 * The one thing that a command is about, as its first word.
 *
 * @param label what stands for it in the help
 */
record Named(String label, String help) {
    void describe(CommandSpec spec) {
        spec.addPositional(PositionalParamSpec.builder()
                .index("0")
                .paramLabel(label)
                .type(String.class)
                .arity("1")
                .description(help)
                .build());
    }

    /** @throws InvalidInput nothing is named */
    String of(ParseResult given) {
        String value = given.matchedPositionalValue(0, "");
        if (value.isBlank()) {
            throw new InvalidInput(Problem.of("which one? Name it by " + label + ". " + help));
        }
        return value;
    }
}
