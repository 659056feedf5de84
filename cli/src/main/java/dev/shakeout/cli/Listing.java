package dev.shakeout.cli;

import dev.shakeout.cli.remote.ServerApi;
import dev.shakeout.model.InvalidInput;
import dev.shakeout.model.Json;
import dev.shakeout.model.Problem;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.Function;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/**
 * A list of a server, a line for each of its items or all of it as JSON. Where the server gives pages, as many are asked for as are
 * wanted.
 *
 * @param filters options that are parameters of the request
 * @param paged whether the server gives pages; else it gives all at once
 * @param none what is said of an empty list
 * @param line what is said of an item
 */
record Listing(List<Filter> filters, boolean paged, String none, Function<Json.Obj, String> line) {
    private static final String JSON = "--json";
    private static final String LIMIT = "--limit";
    private static final String AFTER = "after";
    private static final int USUAL = 20;
    private static final int MOST = 10_000;
    private static final int PAGE = 500;

    Listing {
        filters = List.copyOf(filters);
    }

    /** An option, and the parameter that it is. */
    record Filter(String option, String parameter, String label, String help) {
        static final Filter ENVIRONMENT = of("environment", "NAME", "Only those in this environment.");

        static Filter of(String name, String label, String help) {
            return new Filter("--" + name, name, label, help);
        }
    }

    static Listing whole(String none, Function<Json.Obj, String> line, Filter... filters) {
        return new Listing(List.of(filters), false, none, line);
    }

    static Listing paged(String none, Function<Json.Obj, String> line, Filter... filters) {
        return new Listing(List.of(filters), true, none, line);
    }

    void describe(CommandSpec spec) {
        ServerArguments.describe(spec);
        filters.forEach(filter -> spec.addOption(Options.value(filter.option(), filter.label(), filter.help())));
        if (paged) {
            spec.addOption(Options.number(LIMIT, "N", "How many; " + USUAL + " if not given, at most " + MOST + "."));
        }
        spec.addOption(Options.flag(JSON, "Print them as JSON."));
    }

    /** @param path after the version of the API, without a query */
    int run(String path, ParseResult given, Terminal terminal) throws IOException {
        int limit = limit(given);
        return ServerArguments.with(ServerArguments.require(given, terminal), terminal, server -> {
            Json.Obj found = fetch(path, limit, given, server);
            if (given.matchedOptionValue(JSON, false)) {
                terminal.print(found.compact());
            } else {
                tell(found, terminal);
            }
            return Exit.OK;
        });
    }

    private int limit(ParseResult given) {
        int limit = paged ? given.matchedOptionValue(LIMIT, USUAL) : MOST;
        if (limit < 1 || limit > MOST) {
            throw new InvalidInput(Problem.of(LIMIT + " " + limit + ": must be from 1 to " + MOST));
        }
        return limit;
    }

    /** As the server gives one page, however many it were. */
    private Json.Obj fetch(String path, int limit, ParseResult given, ServerApi server) throws IOException {
        var items = new ArrayList<Json>();
        String next = "";
        do {
            var query = new ArrayList<String>();
            if (paged) {
                query.add("limit=" + Math.min(PAGE, limit - items.size()));
            }
            for (Filter filter : filters) {
                String value = given.matchedOptionValue(filter.option(), "");
                if (!value.isEmpty() && !(filter.parameter().equals(AFTER) && !next.isEmpty())) {
                    query.add(filter.parameter() + "=" + ServerApi.escaped(value));
                }
            }
            if (!next.isEmpty()) {
                query.add(AFTER + "=" + ServerApi.escaped(next));
            }
            Json.Obj page = server.get(path + (query.isEmpty() ? "" : "?" + String.join("&", query)))
                    .json();
            items.addAll(Answered.objects(page, "items"));
            next = Answered.text(page, "next");
        } while (paged && !next.isEmpty() && items.size() < limit);
        var members = new LinkedHashMap<String, Json>();
        members.put("items", Json.of(items));
        if (!next.isEmpty()) {
            members.put("next", Json.of(next));
        }
        return new Json.Obj(members);
    }

    private void tell(Json.Obj found, Terminal terminal) {
        List<Json.Obj> items = Answered.objects(found, "items");
        if (items.isEmpty()) {
            terminal.line(none);
        }
        items.forEach(item -> terminal.line(line.apply(item).stripTrailing()));
        if (found.get("next").isPresent()) {
            terminal.line("… and more; " + LIMIT + " N shows as many");
        }
    }
}
