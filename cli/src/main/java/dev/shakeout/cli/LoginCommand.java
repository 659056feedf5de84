package dev.shakeout.cli;

import dev.shakeout.cli.remote.ServerUrl;
import dev.shakeout.cli.remote.TokenFile;
import dev.shakeout.model.BadValue;
import dev.shakeout.model.InvalidInput;
import dev.shakeout.model.Problem;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Keeps the token for a server. It is never an argument: everybody on the host could read it there. */
final class LoginCommand implements Command {
    @Override
    public String name() {
        return "login";
    }

    @Override
    public String summary() {
        return "Keep a token for a server, for the commands that work against it. It is asked for, or read from"
                + " standard input.";
    }

    @Override
    public String example() {
        return "shakeout login --server https://shakeout.example.org";
    }

    @Override
    public void describe(CommandSpec spec) {
        ServerArguments.describe(spec);
    }

    @Override
    public int run(ParseResult given, Terminal terminal) throws IOException {
        ServerUrl url = ServerArguments.require(given, terminal);
        String token = read(url, terminal);
        if (token.isEmpty() || !token.matches("[!-~]+")) {
            throw new InvalidInput(Problem.of("that is no token: it is one word, as the server showed it once"));
        }
        return ServerArguments.with(url, token, terminal, server -> {
            server.get("/halt"); // whatever its role, a token that holds may look at this
            TokenFile file = TokenFile.of(terminal.environment());
            try {
                file.put(url, token);
            } catch (BadValue e) {
                throw new InvalidInput(Problem.of(String.valueOf(e.getMessage())));
            }
            terminal.line("The token for " + url + " is kept in " + file.path() + ".");
            return Exit.OK;
        });
    }

    private static String read(ServerUrl url, Terminal terminal) throws IOException {
        if (terminal.live()) {
            return Optional.ofNullable(System.console())
                    .map(console -> console.readPassword("Token for %s: ", url))
                    .map(String::new)
                    .orElse("")
                    .strip();
        }
        var lines = new BufferedReader(new InputStreamReader(terminal.in(), StandardCharsets.UTF_8));
        return Optional.ofNullable(lines.readLine()).orElse("").strip();
    }
}
