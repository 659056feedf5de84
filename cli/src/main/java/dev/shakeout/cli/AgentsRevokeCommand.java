package dev.shakeout.cli;

import dev.shakeout.cli.remote.ServerApi;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/** Cuts an agent off. */
final class AgentsRevokeCommand implements Command {
    @Override
    public String name() {
        return "revoke";
    }

    @Override
    public String summary() {
        return "Cut an agent off from the fleet of a server, at once and for ever.";
    }

    @Override
    public String example() {
        return "shakeout agents revoke 6f1c2d0e-5b0a-4f0e-9a57-0d5d2f3f7a11";
    }

    @Override
    public void describe(CommandSpec spec) {
        ServerArguments.describe(spec);
        spec.addPositional(PositionalParamSpec.builder()
                .index("0")
                .paramLabel("AGENT")
                .type(String.class)
                .arity("1")
                .description("Its id, as 'shakeout agents list' shows it.")
                .build());
    }

    @Override
    public int run(ParseResult given, Terminal terminal) throws IOException {
        String id = given.matchedPositionalValue(0, "");
        return ServerArguments.with(ServerArguments.require(given, terminal), terminal, server -> {
            server.send("DELETE", "/agents/" + ServerApi.escaped(id), Optional.empty(), Map.of());
            terminal.line("Agent " + id + " is cut off.");
            return Exit.OK;
        });
    }
}
