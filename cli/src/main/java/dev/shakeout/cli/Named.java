package dev.shakeout.cli;

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

    String of(ParseResult given) {
        return given.matchedPositionalValue(0, "");
    }
}
