package dev.shakeout.cli;

import dev.shakeout.cli.remote.ServerUrl;
import dev.shakeout.cli.remote.TokenFile;
import dev.shakeout.model.BadValue;
import dev.shakeout.model.InvalidInput;
import dev.shakeout.model.Problem;
import java.io.IOException;
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
        return "Forget the token for a server. It holds on until an admin revokes it there.";
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
            boolean removed = TokenFile.of(terminal.environment()).remove(url);
            terminal.line((removed ? "The token for " + url + " is forgotten" : "There was no token for " + url) + ".");
            return Exit.OK;
        } catch (BadValue e) {
            throw new InvalidInput(Problem.of(String.valueOf(e.getMessage())));
        }
    }
}
