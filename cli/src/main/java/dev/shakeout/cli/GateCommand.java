package dev.shakeout.cli;

import dev.shakeout.cli.remote.ServerUrl;
import dev.shakeout.dialects.JsonWriter;
import dev.shakeout.dialects.chaostoolkit.JournalReader;
import dev.shakeout.model.BadValue;
import dev.shakeout.model.InvalidInput;
import dev.shakeout.model.Json;
import dev.shakeout.model.Problem;
import dev.shakeout.model.Span;
import dev.shakeout.report.GateBadge;
import dev.shakeout.report.GateJson;
import dev.shakeout.report.GateJunit;
import dev.shakeout.report.GateSarif;
import dev.shakeout.report.gate.Answer;
import dev.shakeout.report.gate.Evidence;
import dev.shakeout.report.gate.Gate;
import dev.shakeout.report.gate.Question;
import dev.shakeout.report.gate.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** Tells a pipeline whether it may go on, from what earlier runs have shown. */
final class GateCommand implements Command {
    private static final String JOURNALS = "--journals";
    private static final String MAX_AGE = "--max-age";
    private static final String REPORT = "--report";
    private static final String JSON = "--json";
    private static final Duration WEEK = Duration.ofDays(7);

    static final int CLOSED = 1;

    private final Clock clock;

    GateCommand(Clock clock) {
        this.clock = clock;
    }

    @Override
    public String name() {
        return "gate";
    }

    @Override
    public String summary() {
        return "Say whether a deployment may go on, from the journals of earlier runs, here or on a server.";
    }

    @Override
    public String example() {
        return "shakeout gate --journals journals --service fks_api --environment staging --max-age 7d";
    }

    @Override
    public void describe(CommandSpec spec) {
        spec.usageMessage()
                .footer(
                        "",
                        "Exit status: 0 the gate is open, 1 it is closed, 2 bad input, 7 the journals cannot be read"
                                + " or the server cannot be reached, 9 its token may not ask.",
                        "",
                        "Example:",
                        "  " + example());
        spec.addOption(OptionSpec.builder(JOURNALS)
                .paramLabel("DIR")
                .type(Path.class)
                .arity("1")
                .description("Where the journals are; folders in it are looked through too. Else a server is asked.")
                .build());
        ServerArguments.describe(spec);
        text(
                spec,
                "--service",
                "NAME",
                "The service that is to be deployed: runs whose faults hit it, whose experiment has it"
                        + " as a tag, or that have the label service=NAME.");
        text(spec, "--environment", "NAME", "Only runs in this environment count.");
        text(spec, "--version", "VERSION", "Only runs with the label version=VERSION count.");
        text(spec, MAX_AGE, "DURATION", "How long a run speaks for the system; 7d unless given.");
        spec.addOption(OptionSpec.builder("--require")
                .paramLabel("TITLE")
                .type(List.class)
                .auxiliaryTypes(String.class)
                .arity("1")
                .description(
                        "An experiment that must have passed, by its title; * stands for any letters. May be repeated.")
                .build());
        spec.addOption(OptionSpec.builder(REPORT)
                .paramLabel("FILE")
                .type(List.class)
                .auxiliaryTypes(Path.class)
                .arity("1")
                .description("Write the answer too: .json, .xml (JUnit), .sarif or .svg (a badge). May be repeated.")
                .build());
        spec.addOption(OptionSpec.builder(JSON)
                .type(boolean.class)
                .arity("0")
                .description("Print the answer as JSON.")
                .build());
    }

    private static void text(CommandSpec spec, String name, String label, String description) {
        spec.addOption(OptionSpec.builder(name)
                .paramLabel(label)
                .type(String.class)
                .arity("1")
                .description(description)
                .build());
    }

    @Override
    public int run(ParseResult given, Terminal terminal) throws IOException {
        List<Path> reports = given.matchedOptionValue(REPORT, List.of());
        reports.forEach(Form::of); // a wrong ending is told before anything is read
        reports.forEach(Destination::check);
        Question question = question(given);
        Optional<Path> journals = Optional.ofNullable(given.matchedOptionValue(JOURNALS, (Path) null));
        if (journals.isPresent()) {
            if (given.hasMatchedOption(ServerArguments.SERVER)) {
                throw new InvalidInput(Problem.of("give " + JOURNALS + " or " + ServerArguments.SERVER + ", not both"));
            }
            return tell(Gate.ask(question, evidence(journals.get(), terminal)), given, reports, terminal);
        }
        ServerUrl server = ServerArguments.find(given, terminal)
                .orElseThrow(() -> new InvalidInput(Problem.of("say where the runs are: " + JOURNALS + " DIR, or "
                        + ServerArguments.SERVER + " URL (else $" + ServerArguments.VARIABLE + ")")));
        return ServerArguments.with(
                server, terminal, api -> tell(ServerGate.ask(question, api), given, reports, terminal));
    }

    private static int tell(Answer answer, ParseResult given, List<Path> reports, Terminal terminal)
            throws IOException {
        if (given.matchedOptionValue(JSON, false)) {
            terminal.print(JsonWriter.write(GateJson.of(answer)).stripTrailing());
        } else {
            tell(answer, terminal);
        }
        for (Path report : reports) {
            Files.writeString(report, Form.of(report).text(answer));
        }
        return answer.open() ? Exit.OK : CLOSED;
    }

    private Question question(ParseResult given) {
        return new Question(
                found(given, "--service"),
                found(given, "--environment"),
                found(given, "--version"),
                maxAge(given),
                given.matchedOptionValue("--require", List.of()),
                clock.instant());
    }

    private static Optional<String> found(ParseResult given, String option) {
        return Optional.ofNullable(given.matchedOptionValue(option, (String) null));
    }

    private static Duration maxAge(ParseResult given) {
        String text = given.matchedOptionValue(MAX_AGE, "");
        try {
            Duration age = text.isEmpty() ? WEEK : Span.parse(text);
            if (age.isPositive()) {
                return age;
            }
        } catch (BadValue e) {
            throw new InvalidInput(Problem.of(MAX_AGE + " " + text + ": " + e.getMessage()));
        }
        throw new InvalidInput(Problem.of(MAX_AGE + " " + text + ": must be longer than nothing, such as 7d"));
    }

    /** Other JSON may lie there too: only what says that it is a journal of ours counts, and one that is damaged is an error. */
    private static List<Evidence> evidence(Path folder, Terminal terminal) throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new InvalidInput(Problem.of(JOURNALS + " " + folder + ": there is no such folder"));
        }
        var evidence = new ArrayList<Evidence>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(GateCommand::isJson).sorted().toList()) {
                JournalReader.find(file.toString(), Source.journal(file))
                        .ifPresentOrElse(
                                journal -> evidence.add(Evidence.of(file.toString(), journal)),
                                () -> terminal.error(
                                        "shakeout: " + file + " is no journal of Shakeout and does not count"));
            }
        }
        return evidence;
    }

    private static boolean isJson(Path file) {
        return file.toString().toLowerCase(Locale.ROOT).endsWith(".json") && Files.isRegularFile(file);
    }

    private static void tell(Answer answer, Terminal terminal) {
        terminal.line("gate     " + answer.word() + " for " + answer.question().subject());
        for (Reason reason : answer.reasons()) {
            terminal.line((reason.kind().closes() ? "  no     " : "  yes    ")
                    + reason.words()
                    + reason.source().map(file -> " (" + file + ")").orElse(""));
        }
    }

    /** The forms that an answer can take in a file. */
    private enum Form {
        JSON_FILE(".json"),
        JUNIT(".xml"),
        SARIF(".sarif"),
        BADGE(".svg");

        private final String ending;

        Form(String ending) {
            this.ending = ending;
        }

        static Form of(Path file) {
            String name = file.toString().toLowerCase(Locale.ROOT);
            for (Form form : values()) {
                if (name.endsWith(form.ending)) {
                    return form;
                }
            }
            throw new InvalidInput(
                    Problem.of(
                            REPORT + " " + file
                                    + ": the answer of a gate ends in .json, .xml (JUnit), .sarif or .svg (a badge), so that its form is known"));
        }

        String text(Answer answer) {
            return switch (this) {
                case JSON_FILE -> written(GateJson.of(answer));
                case JUNIT -> GateJunit.of(answer);
                case SARIF -> written(GateSarif.of(answer, Version.NUMBER));
                case BADGE -> GateBadge.of(answer);
            };
        }

        private static String written(Json.Obj object) {
            return JsonWriter.write(object);
        }
    }
}
