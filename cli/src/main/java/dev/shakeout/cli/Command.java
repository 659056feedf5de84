package dev.shakeout.cli;

import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** One subcommand: what it takes, and what it does. */
interface Command {
    String name();

    /** One sentence that starts with a verb. */
    String summary();

    /** A line that a person can copy. */
    String example();

    /** Adds options and parameters. */
    void describe(CommandSpec spec);

    /** Those that stand after this one; then it does nothing alone. */
    default List<Command> commands() {
        return List.of();
    }

    /** Whether it goes on until it is ended, and is read by whoever gathers logs. */
    default boolean serves() {
        return false;
    }

    /**
     * Does it.
     *
     * @return the exit status
     */
    int run(ParseResult given, Terminal terminal) throws IOException;
}
