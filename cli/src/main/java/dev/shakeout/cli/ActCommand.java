package dev.shakeout.cli;

import dev.shakeout.cli.remote.ServerApi;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/**
 * Does one thing on a server.
 *
 * @param named what it is done to; empty where the options say all
 */
record ActCommand(String name, String summary, String example, Optional<Named> named, List<OptionSpec> options, Act act)
        implements Command {
    ActCommand {
        options = List.copyOf(options);
    }

    /** What is done. */
    @FunctionalInterface
    interface Act {
        /** @return the exit status */
        int run(Order order) throws IOException;
    }

    /**
     * By whom, where and with which words it is done.
     *
     * @param of what was named; empty without
     */
    record Order(String of, ParseResult given, ServerApi server, Terminal terminal) {
        /** Of an option; empty when it is not given. */
        String value(String option) {
            return given.matchedOptionValue(option, "");
        }

        /** What was named, as part of a path. */
        String path() {
            return ServerApi.escaped(of);
        }
    }

    static ActCommand of(String name, String summary, String example, Named named, Act act, OptionSpec... options) {
        return new ActCommand(name, summary, example, Optional.of(named), List.of(options), act);
    }

    @Override
    public void describe(CommandSpec spec) {
        named.ifPresent(what -> what.describe(spec));
        options.forEach(spec::addOption);
        ServerArguments.describe(spec);
    }

    @Override
    public int run(ParseResult given, Terminal terminal) throws IOException {
        String of = named.map(what -> what.of(given)).orElse("");
        return ServerArguments.with(
                ServerArguments.require(given, terminal),
                terminal,
                server -> act.run(new Order(of, given, server, terminal)));
    }
}
