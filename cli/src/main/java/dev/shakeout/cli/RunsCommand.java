package dev.shakeout.cli;

import dev.shakeout.cli.remote.ServerApi;
import dev.shakeout.model.InvalidInput;
import dev.shakeout.model.Json;
import dev.shakeout.model.Problem;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Lists the runs of a server. */
final class RunsCommand implements Command {
    private static final String JSON = "--json";
    private static final String LIMIT = "--limit";
    private static final int USUAL = 20;
    private static final int MOST = 500;
    /** Each option, and the parameter that it is. */
    private static final Map<String, String> FILTERS = Map.of(
            "--environment", "environment", "--experiment", "experiment", "--state", "state", "--verdict", "verdict");

    @Override
    public String name() {
        return "runs";
    }

    @Override
    public String summary() {
        return "List the runs of a server, newest first.";
    }

    @Override
    public String example() {
        return "shakeout runs --server https://shakeout.example.org --environment staging --state running";
    }

    @Override
    public void describe(CommandSpec spec) {
        ServerArguments.describe(spec);
        spec.addOption(Options.value("--environment", "NAME", "Only those in this environment."));
        spec.addOption(Options.value("--experiment", "NAME", "Only those of this experiment."));
        spec.addOption(Options.value("--state", "STATE", "Only those that are waiting, running or ended."));
        spec.addOption(Options.value("--verdict", "VERDICT", "Only those that ended so."));
        spec.addOption(Options.number(LIMIT, "N", "How many; " + USUAL + " if not given, at most " + MOST + "."));
        spec.addOption(Options.flag(JSON, "Print them as JSON."));
    }

    @Override
    public int run(ParseResult given, Terminal terminal) throws IOException {
        int limit = given.matchedOptionValue(LIMIT, USUAL);
        if (limit < 1 || limit > MOST) {
            throw new InvalidInput(Problem.of(LIMIT + " " + limit + ": must be from 1 to " + MOST));
        }
        var query = new ArrayList<>(List.of("limit=" + limit));
        FILTERS.forEach((option, parameter) -> {
            String value = given.matchedOptionValue(option, "");
            if (!value.isEmpty()) {
                query.add(parameter + "=" + ServerApi.escaped(value));
            }
        });
        return ServerArguments.with(ServerArguments.require(given, terminal), terminal, server -> {
            Json.Obj page = server.get("/runs?" + String.join("&", query)).json();
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
            terminal.line("There is no such run.");
        }
        for (Json item : items) {
            if (item instanceof Json.Obj run) {
                String how = text(run, "verdict").isEmpty() ? text(run, "state") : text(run, "verdict");
                terminal.line("%s  %-12s  %s  %s v%s in %s"
                        .formatted(
                                text(run, "id"),
                                how,
                                text(run, "requested-at"),
                                text(run, "experiment"),
                                text(run, "version"),
                                text(run, "environment")));
            }
        }
    }

    private static String text(Json.Obj object, String key) {
        return object.get(key).map(Json::text).orElse("");
    }
}
