package dev.shakeout.cli;

import dev.shakeout.cli.remote.ServerUrl;
import dev.shakeout.dialects.chaostoolkit.ChaosToolkit;
import dev.shakeout.dialects.settings.GlobalControl;
import dev.shakeout.dialects.settings.UserSettings;
import dev.shakeout.engine.Catalog;
import dev.shakeout.model.Dry;
import dev.shakeout.model.Experiment;
import dev.shakeout.model.InvalidInput;
import dev.shakeout.model.Journal;
import dev.shakeout.model.Json;
import dev.shakeout.model.Problem;
import dev.shakeout.model.Strategies;
import dev.shakeout.model.Verdict;
import dev.shakeout.report.Entry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** Runs one experiment and writes its journal. */
final class RunCommand implements Command {
    static final String NO_EXIT = "--no-exit";

    @Override
    public String name() {
        return "run";
    }

    @Override
    public String summary() {
        return "Run an experiment: steady state, faults under guards, everything taken back, verdict.";
    }

    @Override
    public String example() {
        return "shakeout run slow-database.yaml --var api=http://localhost:8080 --report report.html";
    }

    @Override
    public void describe(CommandSpec spec) {
        ExperimentArguments.describe(spec);
        PythonOption.describe(spec);
        PolicyArguments.describe(spec);
        ClusterArguments.describe(spec);
        spec.addOption(Options.path(
                "--journal-path",
                "FILE",
                "Where the journal goes; journal.json unless given. Of several experiments each has its own:"
                        + " journal-1.json and so on."));
        spec.addOption(OptionSpec.builder("--report")
                .paramLabel("FILE")
                .type(List.class)
                .auxiliaryTypes(Path.class)
                .arity("1")
                .description("Write a report too: .html, .md or .xml (JUnit). May be repeated.")
                .build());
        spec.addOption(OptionSpec.builder(NO_EXIT)
                .type(boolean.class)
                .arity("0")
                .description("End with 0 however the run ended.")
                .build());
        spec.addOption(OptionSpec.builder("--no-validation")
                .type(boolean.class)
                .arity("0")
                .description("Do not look beforehand at what the file's calls name. The file itself is always read in"
                        + " full: nothing runs that is not understood.")
                .build());
        ControlArguments.describe(spec);
        Labels.describe(spec);
        ServerRun.describe(spec);
        choice(spec, "--dry", Dry.class, "Pretend these: probes, actions, activities or pause.");
        choice(
                spec,
                "--hypothesis-strategy",
                Strategies.HypothesisWhen.class,
                "When the hypothesis is checked: default, before-method-only, after-method-only,"
                        + " during-method-only or continuously.");
        spec.addOption(OptionSpec.builder("--hypothesis-frequency")
                .paramLabel("SECONDS")
                .type(Double.class)
                .arity("1")
                .description("The pause between checks during the method; 1.0 unless given.")
                .build());
        spec.addOption(OptionSpec.builder("--fail-fast")
                .type(boolean.class)
                .arity("0")
                .description("End the method as soon as a check during it fails.")
                .build());
        choice(
                spec,
                "--rollback-strategy",
                Strategies.RollbackWhen.class,
                "When the file's rollbacks run: default, always, never or deviated. Shakeout's own faults are always"
                        + " taken back.");
    }

    private static void choice(CommandSpec spec, String name, Class<? extends Enum<?>> words, String description) {
        spec.addOption(OptionSpec.builder(name)
                .paramLabel("WHEN")
                .type(String.class)
                .arity("1")
                .completionCandidates(Arrays.stream(words.getEnumConstants())
                        .map(RunCommand::word)
                        .toList())
                .description(description)
                .build());
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    @Override
    public int run(ParseResult given, Terminal terminal) throws IOException {
        Optional<ServerUrl> server = ServerArguments.find(given, terminal);
        if (server.isPresent()) {
            return ServerRun.run(server.get(), given, terminal);
        }
        ServerRun.checkLocal(given);
        var catalog = Catalog.installed();
        var settings = SettingsFile.load(given, terminal);
        List<GlobalControl> everywhere = ControlArguments.read(given, settings);
        Look look = given.matchedOptionValue("--no-validation", false) ? Look.PLAN : Look.RUN;
        var loading = ExperimentArguments.load(given, settings, everywhere, terminal);
        try (var loaded = loading.read(catalog, look)) {
            return run(given, loaded, settings, catalog, terminal);
        }
    }

    private static int run(ParseResult given, Loaded loaded, UserSettings settings, Catalog catalog, Terminal terminal)
            throws IOException {
        List<Path> reports = given.matchedOptionValue("--report", List.of());
        reports.forEach(ReportFormat::of); // a wrong ending is told before anything runs
        int count = loaded.entries().size();
        var journals = new JournalPaths(given.matchedOptionValue("--journal-path", Path.of("journal.json")), count);
        reports.forEach(Destination::check);
        journals.all().forEach(Destination::check);
        var ended = new ArrayList<Ended>();
        for (int i = 0; i < count; i++) {
            boolean last = i + 1 == count;
            Ended one = run(
                    given, loaded, loaded.entries().get(i), journals.all().get(i), last, settings, catalog, terminal);
            ended.add(one);
            if (!last && one.endsAll()) {
                terminal.error("shakeout: " + (count - i - 1) + " more of "
                        + loaded.entries().getFirst().source().name() + " left out, as this run ended "
                        + one.drilled().journal().verdict().word());
                break;
            }
        }
        boolean kept = ended.stream().allMatch(Ended::kept);
        List<Entry> told = ended.stream()
                .map(one -> new Entry(one.drilled().journal(), one.source().name()))
                .toList();
        for (Path report : reports) {
            kept &= write(told, report, terminal);
        }
        return given.matchedOptionValue(NO_EXIT, false) ? Exit.OK : status(ended, kept);
    }

    /**
     * One run that is over.
     *
     * @param kept whether its journal is where it was wanted
     */
    private record Ended(Drilled drilled, Source source, boolean kept) {
        /** Whether those that were to follow are left out: a person wants no more, or something is still broken. */
        boolean endsAll() {
            Verdict verdict = drilled.journal().verdict();
            return verdict == Verdict.ABORTED || verdict == Verdict.UNSAFE;
        }
    }

    private static Ended run(
            ParseResult given,
            Loaded loaded,
            Loaded.Entry entry,
            Path journalPath,
            boolean last,
            UserSettings settings,
            Catalog catalog,
            Terminal terminal)
            throws IOException {
        Experiment read = entry.experiment();
        Experiment experiment =
                read.with(strategies(read, settings, given)).with(parse("--dry", Dry.class, given, read.dry()));
        var policy = PolicyArguments.read(given, entry.source(), catalog, terminal.environment());
        var labels = Labels.read(given, policy.environment());
        FidelityTable.warn(entry.written(), terminal);
        try (var notifications = Notifications.of(settings, given, terminal);
                var signals = Signals.handledFor(terminal)) {
            notifications.tell(
                    FlowEvent.RUN_STARTED,
                    () -> ChaosToolkit.withoutSecrets(experiment.material().document()));
            var drill = new Drill(catalog, loaded.machine(), policy, labels, terminal, signals);
            Drilled drilled = drill.run(
                    experiment,
                    entry.source(),
                    ExperimentArguments.seed(given),
                    controlled(experiment, loaded, entry.source(), settings, catalog));
            if (last) {
                Thread.ofPlatform().start(loaded::close); // all are waited for at the end of the command
            }
            boolean kept = drill.write(drilled, journalPath);
            tell(drilled, notifications);
            var ended = new Ended(drilled, entry.source(), kept);
            signals.endWith(given.matchedOptionValue(NO_EXIT, false) ? Exit.OK : status(List.of(ended), kept));
            return ended;
        }
    }

    /** The worst of all. */
    private static int status(List<Ended> ended, boolean kept) {
        Journal journal = ended.getFirst().drilled().journal();
        if (!journal.rules().ours()) {
            return kept ? ended.getFirst().drilled().exitCode() : Exit.TOOLKIT_FAILED;
        }
        Verdict worst = ended.stream()
                .map(one -> one.drilled().journal().verdict())
                .reduce(kept ? Verdict.PASSED : Verdict.FAILED, Verdict::and);
        return worst.exitCode();
    }

    private static Optional<ControlledExperiment> controlled(
            Experiment experiment, Loaded loaded, Source source, UserSettings settings, Catalog catalog) {
        if (!ControlledExperiment.any(experiment, loaded.everywhere())) {
            return Optional.empty();
        }
        var rereading = new Rereading(loaded.inputs(), catalog.vocabulary(), source.name());
        return Optional.of(new ControlledExperiment(experiment, loaded.everywhere(), settings, rereading));
    }

    private static void tell(Drilled drilled, Notifications notifications) {
        boolean completed = drilled.toolkit().status().equals(Journal.Toolkit.COMPLETED);
        notifications.tell(completed ? FlowEvent.RUN_COMPLETED : FlowEvent.RUN_FAILED, drilled::kept);
        if (drilled.toolkit().deviated()) {
            notifications.tell(FlowEvent.RUN_DEVIATED, drilled::kept);
        }
    }

    static boolean write(List<Entry> entries, Path report, Terminal terminal) {
        try {
            ReportFormat.of(report).write(entries, report);
            terminal.line("report   " + report);
            return true;
        } catch (IOException e) {
            terminal.error("shakeout: " + report + ": could not be written: " + e.getMessage());
            return false;
        }
    }

    /** What the settings say counts only where the experiment has no {@code runtime} at all, as in Chaos Toolkit. */
    private static Strategies strategies(Experiment experiment, UserSettings settings, ParseResult given) {
        boolean itsOwn = experiment.source().get("runtime").orElse(Json.Null.NULL) instanceof Json.Obj(var members)
                && !members.isEmpty();
        Strategies own = itsOwn ? experiment.strategies() : settings.strategies();
        Double frequency = given.matchedOptionValue("--hypothesis-frequency", (Double) null);
        if (frequency != null && !(frequency > 0 && frequency <= 86_400)) {
            throw new InvalidInput(Problem.of("--hypothesis-frequency " + frequency
                    + ": must be a number of seconds above 0, at most a day (86400)"));
        }
        return new Strategies(
                parse("--hypothesis-strategy", Strategies.HypothesisWhen.class, given, own.hypothesis()),
                frequency == null ? own.frequency() : Duration.ofNanos((long) (frequency * 1e9)),
                given.matchedOptionValue("--fail-fast", own.failFast()),
                parse("--rollback-strategy", Strategies.RollbackWhen.class, given, own.rollbacks()));
    }

    private static <E extends Enum<E>> E parse(String option, Class<E> words, ParseResult given, E fallback) {
        String text = given.matchedOptionValue(option, word(fallback));
        for (E value : words.getEnumConstants()) {
            if (word(value).equals(text)
                    || (text.equals("continously") && word(value).equals("continuously"))) {
                return value;
            }
        }
        Words.check(
                option,
                text,
                Arrays.stream(words.getEnumConstants()).map(RunCommand::word).toList());
        throw new IllegalStateException(text + " is a word of " + option + " without a meaning");
    }
}
