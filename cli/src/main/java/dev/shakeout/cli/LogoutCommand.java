package dev.shakeout.cli;

import dev.shakeout.cli.remote.ServerApi;
import dev.shakeout.cli.remote.ServerRefusal;
import dev.shakeout.cli.remote.ServerUrl;
import dev.shakeout.cli.remote.TokenFile;
import dev.shakeout.model.BadValue;
import dev.shakeout.model.InvalidInput;
import dev.shakeout.model.Json;
import dev.shakeout.model.Problem;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Forgets the token for a server. */
final class LogoutCommand implements Command {
    @Override
    public String name() {
        return "logout";
    }

    @Override
    public String summary() {
        return "Forget the token for a server. One got by single sign-on is good for nothing then; any other holds on until an"
                + " admin revokes it there.";
    }

    @Override
    public String example() {
        return "shakeout logout --server https://shakeout.example.org";
    }

    @Override
    public void describe(CommandSpec spec) {
        ServerArguments.describe(spec);
    }

    @Override
    public int run(ParseResult given, Terminal terminal) throws IOException {
        ServerUrl url = ServerArguments.require(given, terminal);
        try {
            TokenFile file = TokenFile.of(terminal.environment());
            Optional<String> token = file.find(url);
            boolean removed = file.remove(url);
            token.ifPresent(secret -> endSession(url, secret, terminal));
            terminal.line((removed ? "The token for " + url + " is forgotten" : "There was no token for " + url) + ".");
            return Exit.OK;
        } catch (BadValue e) {
            throw new InvalidInput(Problem.of(String.valueOf(e.getMessage())));
        }
    }

    private static void endSession(ServerUrl url, String token, Terminal terminal) {
        terminal.mask().cover(Json.of(token));
        try (var server = new ServerApi(url, token)) {
            server.send("DELETE", "/sessions/current", Optional.empty(), Map.of());
        } catch (ServerRefusal _) {
            // it is good for nothing already, or the server is of an earlier release and knows no sessions
        } catch (IOException e) {
            terminal.warn("shakeout: a session there goes on until it ends by itself: " + e.getMessage());
        }
    }
}
