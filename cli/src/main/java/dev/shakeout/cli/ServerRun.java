package dev.shakeout.cli;

import dev.shakeout.cli.LogLine.Level;
import dev.shakeout.cli.Terminal.Style;
import dev.shakeout.cli.remote.Following;
import dev.shakeout.cli.remote.ServerApi;
import dev.shakeout.cli.remote.ServerRefusal;
import dev.shakeout.cli.remote.ServerUrl;
import dev.shakeout.cli.remote.Told;
import dev.shakeout.dialects.chaostoolkit.JournalReader;
import dev.shakeout.model.InvalidInput;
import dev.shakeout.model.Json;
import dev.shakeout.model.Problem;
import dev.shakeout.model.Verdict;
import dev.shakeout.report.Entry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** 'run' on a server: started there, followed as it goes, and its journal written here. */
final class ServerRun {
    private static final String VERSION = "--version";
    private static final String ENVIRONMENT = "--environment";
    private static final String JOURNAL = "--journal-path";
    private static final String REPORT = "--report";
    /** All else is decided by the experiment and the server. */
    private static final Set<String> TAKEN = Set.of(
            ServerArguments.SERVER,
            ServerArguments.INSECURE,
            VERSION,
            ENVIRONMENT,
            JOURNAL,
            REPORT,
            RunCommand.NO_EXIT,
            "--label",
            PolicyArguments.AT_MOST,
            "--no-color");

    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Duration BETWEEN_TRIES = Duration.ofSeconds(1);
    private static final int TRIES = 3;

    private final ServerApi server;
    private final ParseResult given;
    private final Terminal terminal;
    private Optional<Instant> begun = Optional.empty();

    private ServerRun(ServerApi server, ParseResult given, Terminal terminal) {
        this.server = server;
        this.given = given;
        this.terminal = terminal;
    }

    static void describe(CommandSpec spec) {
        ServerArguments.describe(spec);
        spec.addOption(OptionSpec.builder(VERSION)
                .paramLabel("N")
                .type(Long.class)
                .arity("1")
                .description("On a server: the version of the experiment that is run; the newest unless given.")
                .build());
    }

    /** @throws InvalidInput an option is about a server, and none is named */
    static void checkLocal(ParseResult given) {
        for (String option : List.of(VERSION, ServerArguments.INSECURE)) {
            if (given.hasMatchedOption(option)) {
                throw new InvalidInput(Problem.of(option + " is about a server; name it with " + ServerArguments.SERVER
                        + " URL, or set $" + ServerArguments.VARIABLE));
            }
        }
    }

    static int run(ServerUrl url, ParseResult given, Terminal terminal) throws IOException {
        given.matchedOptions().stream()
                .map(OptionSpec::longestName)
                .filter(option -> !TAKEN.contains(option))
                .findFirst()
                .ifPresent(option -> {
                    throw new InvalidInput(Problem.of(option + " is not for a run on a server (" + url
                            + "): what is run there is decided by the experiment and by the server"
                            + (given.hasMatchedOption(ServerArguments.SERVER)
                                    ? ""
                                    : "; to run it here, unset $" + ServerArguments.VARIABLE)));
                });
        return ServerArguments.with(url, terminal, server -> new ServerRun(server, given, terminal).run());
    }

    private int run() throws IOException {
        Path journal = given.matchedOptionValue(JOURNAL, Path.of("journal.json"));
        List<Path> reports = given.matchedOptionValue(REPORT, List.of());
        reports.forEach(ReportFormat::of);
        reports.forEach(Destination::check);
        Destination.check(journal);
        String environment =
                given.matchedOptionValue(ENVIRONMENT, terminal.environment().getOrDefault("SHAKEOUT_ENVIRONMENT", ""));
        if (environment.isEmpty()) {
            throw new InvalidInput(Problem.of("where is it to be run? Name an environment of the server with "
                    + ENVIRONMENT + " NAME, or set $SHAKEOUT_ENVIRONMENT"));
        }
        var labels = new LinkedHashMap<>(Labels.read(given, environment));
        labels.remove(Labels.ENVIRONMENT); // the server says both
        labels.remove(Labels.AT_MOST);
        String named = given.matchedPositionalValue(0, "");
        Optional<Long> version = Optional.ofNullable(given.matchedOptionValue(VERSION, (Long) null));
        ServerExperiment experiment = ServerExperiment.of(named, version, server, terminal);
        try (var signals = ServerSignals.handledFor(terminal)) {
            Json.Obj started = start(experiment, environment, labels);
            String run = Answered.text(started, "id");
            terminal.line("run      " + run + ": " + experiment.words() + " in " + environment + " on " + server.url());
            if (started.get("waits-for").isPresent()) {
                terminal.line("waits    until " + Answered.text(started, "waits-until") + ": "
                        + Answered.text(started, "waits-for"));
                terminal.line("         an approver lets it begin: shakeout approve " + run);
            } else if (started.get("reasons").orElse(Json.Null.NULL) instanceof Json.Arr(var reasons)) {
                reasons.forEach(reason -> terminal.line("waits    " + reason.text()));
            }
            signals.willHalt(new ServerSignals.OnServer(run + " on " + server.url(), () -> halt(run)));
            Json.Obj ended = new Following(server, run, PATIENCE, this::tell, terminal::warn).toItsEnd();
            int status = conclude(run, ended, journal, reports, named);
            return given.matchedOptionValue(RunCommand.NO_EXIT, false) ? Exit.OK : status;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted; the server goes on with what it was asked for", e);
        }
    }

    /** A request whose answer was lost is repeated with the same key, so that it starts one run. */
    private Json.Obj start(ServerExperiment experiment, String environment, Map<String, String> labels)
            throws IOException, InterruptedException {
        Json.Obj said = Json.object("experiment", experiment.name(), "environment", environment);
        var members = new LinkedHashMap<String, Json>();
        labels.forEach((key, value) -> members.put(key, Json.of(value)));
        Json.Obj labelled = said.with("labels", new Json.Obj(members));
        Json.Obj versioned = experiment
                .version()
                .map(number -> labelled.with("version", Json.of(number)))
                .orElse(labelled);
        Json.Obj body = PolicyArguments.atMost(given)
                .map(most -> versioned.with("at-most", Json.of(most.toString())))
                .orElse(versioned);
        var key = Map.of("Idempotency-Key", UUID.randomUUID().toString());
        for (int i = 1; ; i++) {
            try {
                Json.Obj run =
                        server.send("POST", "/runs", Optional.of(body), key).json();
                if (run.get("id").isEmpty()) {
                    throw new IOException("the server started a run, and did not say which");
                }
                return run;
            } catch (IOException e) {
                if (i == TRIES) {
                    throw e;
                }
                Thread.sleep(BETWEEN_TRIES);
            }
        }
    }

    private void halt(String run) {
        while (true) {
            try {
                server.send("POST", "/runs/" + ServerApi.escaped(run) + "/halt", Optional.empty(), Map.of());
                return;
            } catch (IOException e) {
                terminal.error("shakeout: run " + run + " is not halted yet: " + e.getMessage() + "; trying again");
            } catch (ServerRefusal e) {
                terminal.error("shakeout: run " + run + " goes on: " + e.getMessage());
                return;
            }
            try {
                Thread.sleep(BETWEEN_TRIES);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private void tell(Told told) {
        var line = new LogLine(told.at(), Level.of(told.level()).orElse(Level.INFO), told.words());
        Telling telling = terminal.telling();
        telling.log().write(line);
        if (telling.events().isPresent()) {
            if (line.level().compareTo(telling.least()) >= 0) {
                terminal.print(telling.events().get().of(line));
            }
        } else if (line.level() != Level.DEBUG) {
            Instant first = begun.orElse(line.at());
            begun = Optional.of(first);
            String since = LiveView.since(Duration.between(first, line.at()));
            terminal.print(terminal.style(since, Style.DIM) + styled(line));
        }
    }

    private String styled(LogLine line) {
        return switch (line.level()) {
            case DEBUG, INFO -> line.words();
            case WARNING -> terminal.style(line.words(), Style.YELLOW);
            case ERROR -> terminal.style(line.words(), Style.RED);
        };
    }

    private int conclude(String run, Json.Obj ended, Path path, List<Path> reports, String named) throws IOException {
        Optional<Verdict> verdict = ended.get("verdict").map(Json::text).map(Verdict::ofWord);
        if (verdict.filter(Verdict.PASSED::equals).isEmpty()
                && ended.get("reasons").orElse(Json.Null.NULL) instanceof Json.Arr(var reasons)) {
            reasons.forEach(reason -> terminal.line("because  " + reason.text()));
        }
        Optional<String> text =
                server.find("/runs/" + ServerApi.escaped(run) + "/journal").map(ServerApi.Answer::text);
        boolean kept = true;
        if (text.isPresent()) {
            Files.writeString(path, text.get());
            terminal.line("journal  " + path);
            var entry = new Entry(JournalReader.read(path.toString(), text.get()), named);
            for (Path report : reports) {
                kept &= RunCommand.write(List.of(entry), report, terminal);
            }
        } else {
            terminal.line("no journal was written: the run never got as far");
        }
        Verdict least = kept ? Verdict.PASSED : Verdict.FAILED;
        return verdict.map(found -> found.and(least).exitCode()).orElse(Exit.USAGE);
    }
}
