package dev.shakeout.cli;

import dev.shakeout.cli.remote.ServerApi;
import dev.shakeout.model.Json;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Lists the agents of a server. */
final class AgentsListCommand implements Command {
    private static final String ENVIRONMENT = "--environment";
    private static final String JSON = "--json";

    @Override
    public String name() {
        return "list";
    }

    @Override
    public String summary() {
        return "List the agents of a server, oldest first.";
    }

    @Override
    public String example() {
        return "shakeout agents list --environment staging";
    }

    @Override
    public void describe(CommandSpec spec) {
        ServerArguments.describe(spec);
        spec.addOption(Options.value(ENVIRONMENT, "NAME", "Only those for this environment."));
        spec.addOption(Options.flag(JSON, "Print them as JSON."));
    }

    @Override
    public int run(ParseResult given, Terminal terminal) throws IOException {
        String environment = given.matchedOptionValue(ENVIRONMENT, "");
        String query = environment.isEmpty() ? "" : "?environment=" + ServerApi.escaped(environment);
        return ServerArguments.with(ServerArguments.require(given, terminal), terminal, server -> {
            Json.Obj page = server.get("/agents" + query).json();
            if (given.matchedOptionValue(JSON, false)) {
                terminal.print(page.compact());
            } else {
                tell(page, terminal);
            }
            return Exit.OK;
        });
    }

    private static void tell(Json.Obj page, Terminal terminal) {
        List<Json> items = page.get("items").orElse(Json.Null.NULL) instanceof Json.Arr(var all) ? all : List.of();
        if (items.isEmpty()) {
            terminal.line("No agent has joined; shakeout agents enrol --help tells how one does.");
        }
        for (Json item : items) {
            if (item instanceof Json.Obj agent) {
                terminal.line("%s  %-9s  %s in %s  %s"
                        .formatted(
                                text(agent, "id"),
                                state(agent),
                                text(agent, "name"),
                                text(agent, "environment"),
                                labels(agent))
                        .stripTrailing());
            }
        }
    }

    private static String state(Json.Obj agent) {
        if (agent.get("revoked-at").isPresent()) {
            return "revoked";
        }
        return text(agent, "connected").equals("true") ? "connected" : "away";
    }

    private static String labels(Json.Obj agent) {
        return agent.get("labels").orElse(Json.Null.NULL) instanceof Json.Obj(var labels)
                ? labels.entrySet().stream()
                        .map(label -> label.getKey() + "=" + label.getValue().text())
                        .sorted()
                        .collect(Collectors.joining(", "))
                : "";
    }

    private static String text(Json.Obj object, String key) {
        return object.get(key).map(Json::text).orElse("");
    }
}
