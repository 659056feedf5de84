package dev.shakeout.cli;

import java.io.IOException;
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

    /**
     * Does it.
     *
     * @return the exit status
     */
    int run(ParseResult given, Terminal terminal) throws IOException;
}
