package dev.shakeout.cli;

import dev.shakeout.cli.remote.ServerApi;
import dev.shakeout.cli.remote.ServerRefusal;
import dev.shakeout.model.InvalidInput;
import dev.shakeout.model.Json;
import dev.shakeout.model.Problem;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/** Halts on a server: one run, everything in an environment, or everything; and releases it. */
final class ServerHalt {
    static final String ENVIRONMENT = "--environment";
    private static final String ALL = "--all";
    private static final String REASON = "--reason";
    private static final int LONGEST_REASON = 200;

    private ServerHalt() {}

    static void describe(CommandSpec spec) {
        spec.addPositional(PositionalParamSpec.builder()
                .index("0")
                .arity("0..1")
                .paramLabel("RUN")
                .type(String.class)
                .description("The run on the server that is to take everything back and end.")
                .build());
        spec.addOption(Options.flag(
                ALL, "Halt every run on the server, and let none be started there until 'resume --server'."));
        spec.addOption(Options.value(
                ENVIRONMENT, "NAME", "The same in this environment alone, until 'resume --server --environment'."));
        spec.addOption(Options.value(REASON, "WORDS", "Why: told to whoever wants to start a run meanwhile."));
        ServerArguments.describe(spec);
    }

    static void describeRelease(CommandSpec spec) {
        spec.addOption(Options.flag(ALL, "Release what was halted with --all on the server; so does --server alone."));
        spec.addOption(Options.value(ENVIRONMENT, "NAME", "The environment of the server that was halted by name."));
    }

    /** A bare 'halt' is always about this host, also where a server is named by a variable. */
    static boolean isMeant(ParseResult given) {
        return given.hasMatchedPositional(0) || given.hasMatchedOption(REASON) || isReleaseMeant(given);
    }

    /** So is a bare 'resume'. */
    static boolean isReleaseMeant(ParseResult given) {
        return List.of(ServerArguments.SERVER, ALL, ENVIRONMENT).stream().anyMatch(given::hasMatchedOption);
    }

    static int halt(ParseResult given, Terminal terminal) throws IOException {
        String run = given.matchedPositionalValue(0, "");
        boolean all = given.matchedOptionValue(ALL, false);
        Optional<String> environment = environment(given);
        int meant = (run.isEmpty() ? 0 : 1) + (all ? 1 : 0) + (environment.isPresent() ? 1 : 0);
        if (meant != 1) {
            throw new InvalidInput(Problem.of(
                    "what is to be halted on the server? A run by its id, " + ENVIRONMENT + " NAME, or " + ALL));
        }
        String reason = given.matchedOptionValue(REASON, "").strip();
        boolean good = reason.length() <= LONGEST_REASON && reason.chars().noneMatch(Character::isISOControl);
        if (run.isEmpty() && (reason.isEmpty() || !good)) {
            throw new InvalidInput(Problem.of(REASON + " WORDS, one line of at most " + LONGEST_REASON
                    + " letters: whoever wants to start a run meanwhile must know why he cannot"));
        }
        return ServerArguments.with(
                ServerArguments.require(given, terminal),
                terminal,
                server -> run.isEmpty()
                        ? haltAll(environment, reason, server, terminal)
                        : haltRun(run, server, terminal));
    }

    private static Optional<String> environment(ParseResult given) {
        return Optional.ofNullable(given.matchedOptionValue(ENVIRONMENT, (String) null));
    }

    private static int haltRun(String run, ServerApi server, Terminal terminal) throws IOException {
        Json.Obj answer = server.send("POST", "/runs/" + ServerApi.escaped(run) + "/halt", Optional.empty(), Map.of())
                .json();
        boolean ended = text(answer, "state").equals("ended");
        terminal.line(
                ended
                        ? "run " + run + " had ended before: "
                                + answer.get("verdict").map(Json::text).orElse("without a verdict")
                        : "run " + run + " takes everything back and ends; shakeout runs tells when it has");
        return Exit.OK;
    }

    private static int haltAll(Optional<String> environment, String reason, ServerApi server, Terminal terminal)
            throws IOException {
        Json.Obj answer = server.send("POST", path(environment), Optional.of(Json.object("reason", reason)), Map.of())
                .json();
        String what = environment.map(name -> "environment '" + name + "'").orElse("everything");
        boolean already = answer.get("already").map(Json::truthy).orElse(false);
        terminal.line(
                already
                        ? what + " was halted before, by '" + text(answer, "halted-by-name") + "' at "
                                + text(answer, "halted-at") + ": " + text(answer, "reason") + "; that reason stays"
                        : what + " is halted; no run begins until it is released");
        terminal.line(text(answer, "runs") + " runs were asked to take everything back and end");
        terminal.line("to let runs be started again, " + text(answer, "release"));
        return Exit.OK;
    }

    /** Lets runs be started again. */
    static int release(ParseResult given, Terminal terminal) throws IOException {
        Optional<String> environment = environment(given);
        if (environment.isPresent() && given.matchedOptionValue(ALL, false)) {
            throw new InvalidInput(
                    Problem.of("what is to be released on the server? Either " + ENVIRONMENT + " NAME, or " + ALL));
        }
        return ServerArguments.with(ServerArguments.require(given, terminal), terminal, server -> {
            try {
                server.send("DELETE", path(environment), Optional.empty(), Map.of());
            } catch (ServerRefusal e) {
                if (e.status() == 404 && String.valueOf(e.getMessage()).contains("is not halted")) {
                    terminal.line("Nothing was halted there; runs may begin.");
                    return Exit.OK;
                }
                throw e;
            }
            terminal.line(environment
                    .map(name -> "Runs may begin again in '" + name + "'.")
                    .orElse("Runs may begin again, but where an environment was halted by its name."));
            return Exit.OK;
        });
    }

    private static String path(Optional<String> environment) {
        return environment
                .map(name -> "/environments/" + ServerApi.escaped(name) + "/halt")
                .orElse("/halt");
    }

    private static String text(Json.Obj object, String key) {
        return object.get(key).map(Json::text).orElse("");
    }
}
