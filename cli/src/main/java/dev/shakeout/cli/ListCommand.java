package dev.shakeout.cli;

import dev.shakeout.cli.remote.ServerApi;
import java.io.IOException;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/**
 * Lists what a server has of something.
 *
 * @param path of the request; {} stands for what is named
 * @param named whose list it is; empty where there is one list
 */
record ListCommand(String name, String summary, String example, String path, Optional<Named> named, Listing listing)
        implements Command {
    /** @param path has no {} */
    static ListCommand of(String name, String summary, String example, String path, Listing listing) {
        return new ListCommand(name, summary, example, path, Optional.empty(), listing);
    }

    @Override
    public void describe(CommandSpec spec) {
        named.ifPresent(what -> what.describe(spec));
        listing.describe(spec);
    }

    @Override
    public int run(ParseResult given, Terminal terminal) throws IOException {
        String of = named.map(what -> ServerApi.escaped(what.of(given))).orElse("");
        return listing.run(path.replace("{}", of), given, terminal);
    }
}
