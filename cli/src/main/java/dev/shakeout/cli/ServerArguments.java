package dev.shakeout.cli;

import dev.shakeout.cli.remote.ServerApi;
import dev.shakeout.cli.remote.ServerRefusal;
import dev.shakeout.cli.remote.ServerUrl;
import dev.shakeout.cli.remote.TokenFile;
import dev.shakeout.model.BadValue;
import dev.shakeout.model.InvalidInput;
import dev.shakeout.model.Json;
import dev.shakeout.model.Problem;
import dev.shakeout.model.Verdict;
import java.io.IOException;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Which server a command works against, and by which token. */
final class ServerArguments {
    static final String SERVER = "--server";
    static final String INSECURE = "--insecure-http";
    static final String VARIABLE = "SHAKEOUT_SERVER";
    /** For pipelines, which keep secrets in variables. */
    static final String TOKEN_VARIABLE = "SHAKEOUT_TOKEN";

    private ServerArguments() {}

    static void describe(CommandSpec spec) {
        spec.addOption(Options.value(
                SERVER,
                "URL",
                "Work against this server; else $" + VARIABLE + ". The token is that of 'shakeout login', else $"
                        + TOKEN_VARIABLE + "."));
        spec.addOption(Options.flag(
                INSECURE, "Send the token by http to another host, where whoever sees the traffic can read it."));
    }

    /**
     * The one that is named.
     *
     * @throws InvalidInput it is no address, or not one for a token
     */
    static Optional<ServerUrl> find(ParseResult given, Terminal terminal) {
        String text = given.matchedOptionValue(SERVER, terminal.environment().getOrDefault(VARIABLE, ""));
        if (text.isBlank()) {
            return Optional.empty();
        }
        try {
            return Optional.of(ServerUrl.parse(text, given.matchedOptionValue(INSECURE, false)));
        } catch (BadValue e) {
            String where = given.hasMatchedOption(SERVER) ? SERVER : "$" + VARIABLE;
            throw new InvalidInput(Problem.of(where + ": " + e.getMessage()));
        }
    }

    /** @throws InvalidInput none is named */
    static ServerUrl require(ParseResult given, Terminal terminal) {
        return find(given, terminal)
                .orElseThrow(() -> new InvalidInput(
                        Problem.of("which server? Name it with " + SERVER + " URL, or set $" + VARIABLE)));
    }

    /** What is done with a server. */
    @FunctionalInterface
    interface Work {
        int run(ServerApi server) throws IOException;
    }

    /** Does it with the token for that server, and says what the server refuses. */
    static int with(ServerUrl url, Terminal terminal, Work work) throws IOException {
        return with(url, token(url, terminal), terminal, work);
    }

    static int with(ServerUrl url, String token, Terminal terminal, Work work) throws IOException {
        terminal.mask().cover(Json.of(token));
        try (var server = new ServerApi(url, token)) {
            return work.run(server);
        } catch (ServerRefusal e) {
            terminal.error("shakeout: " + e.getMessage());
            return e.byRule() ? Verdict.REFUSED.exitCode() : Exit.USAGE;
        }
    }

    private static String token(ServerUrl url, Terminal terminal) throws IOException {
        String ofEnvironment =
                terminal.environment().getOrDefault(TOKEN_VARIABLE, "").strip();
        if (!ofEnvironment.isEmpty()) {
            return ofEnvironment;
        }
        try {
            return TokenFile.of(terminal.environment())
                    .find(url)
                    .orElseThrow(() -> new InvalidInput(Problem.of(
                            "there is no token for " + url + " yet; run: shakeout login " + SERVER + " " + url)));
        } catch (BadValue e) {
            throw new InvalidInput(Problem.of(String.valueOf(e.getMessage())));
        }
    }
}
