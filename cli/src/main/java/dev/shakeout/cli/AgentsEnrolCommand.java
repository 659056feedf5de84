package dev.shakeout.cli;

import dev.shakeout.model.InvalidInput;
import dev.shakeout.model.Json;
import dev.shakeout.model.Problem;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Makes a token by which one agent joins the fleet of a server. */
final class AgentsEnrolCommand implements Command {
    private static final String ENVIRONMENT = "--environment";
    private static final String VALID = "--valid";

    @Override
    public String name() {
        return "enrol";
    }

    @Override
    public String summary() {
        return "Make a token by which one agent joins the fleet of a server, once, and print it.";
    }

    @Override
    public String example() {
        return "shakeout agents enrol --environment staging --label role=db --valid 30m";
    }

    @Override
    public void describe(CommandSpec spec) {
        ServerArguments.describe(spec);
        spec.addOption(Options.value(ENVIRONMENT, "NAME", "The only environment that the agent is for."));
        Labels.describe(
                spec, "A label that the agent gets; with the value * it says that one itself. May be repeated.");
        spec.addOption(Options.value(VALID, "DURATION", "How long it may join by the token; 1h if not given."));
    }

    @Override
    public int run(ParseResult given, Terminal terminal) throws IOException {
        String environment = given.matchedOptionValue(ENVIRONMENT, "");
        if (environment.isEmpty()) {
            throw new InvalidInput(Problem.of("for which environment? Name it with " + ENVIRONMENT));
        }
        var labels = new LinkedHashMap<String, Json>();
        Labels.read(given, "").forEach((key, value) -> labels.put(key, Json.of(value)));
        Json.Obj wanted = Json.object("environment", environment, "labels", new Json.Obj(labels));
        String valid = given.matchedOptionValue(VALID, "");
        Json.Obj body = valid.isEmpty() ? wanted : wanted.with("valid", Json.of(valid));
        return ServerArguments.with(ServerArguments.require(given, terminal), terminal, server -> {
            Json.Obj made = server.send("POST", "/enrolments", Optional.of(body), Map.of())
                    .json();
            terminal.print(made.get("token").map(Json::text).orElse(""));
            return Exit.OK;
        });
    }
}
