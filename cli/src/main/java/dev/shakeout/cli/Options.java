package dev.shakeout.cli;

import java.nio.file.Path;
import picocli.CommandLine.Model.OptionSpec;

/** The kinds of options that most commands have. */
final class Options {
    private Options() {}

    /** It is given or not. */
    static OptionSpec flag(String name, String description) {
        return OptionSpec.builder(name)
                .type(boolean.class)
                .arity("0")
                .description(description)
                .build();
    }

    /** @param label what stands for its value in the help */
    static OptionSpec value(String name, String label, String description) {
        return value(name, label, String.class, description);
    }

    static OptionSpec number(String name, String label, String description) {
        return value(name, label, Integer.class, description);
    }

    static OptionSpec path(String name, String label, String description) {
        return value(name, label, Path.class, description);
    }

    private static OptionSpec value(String name, String label, Class<?> type, String description) {
        return OptionSpec.builder(name)
                .paramLabel(label)
                .type(type)
                .arity("1")
                .description(description)
                .build();
    }
}
