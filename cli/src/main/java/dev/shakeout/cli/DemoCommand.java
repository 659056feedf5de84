package dev.shakeout.cli;

import dev.shakeout.cli.Terminal.Style;
import dev.shakeout.dialects.ExperimentReader;
import dev.shakeout.dialects.Inputs;
import dev.shakeout.engine.Catalog;
import dev.shakeout.engine.Machine;
import dev.shakeout.model.Journal;
import dev.shakeout.model.Json;
import dev.shakeout.model.Verdict;
import dev.shakeout.report.Entry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** Starts the sample system, drills it with its experiments, and writes a report. */
final class DemoCommand implements Command {
    private static final List<String> EXPERIMENTS =
            List.of("pod-failure-auth", "network-delay-execution", "cpu-stress-training", "memory-exhaustion-data");

    @Override
    public String name() {
        return "demo";
    }

    @Override
    public String summary() {
        return "Start a real sample system, drill it four times, and write a report.";
    }

    @Override
    public String example() {
        return "shakeout demo --weak circuit-breaker";
    }

    @Override
    public void describe(CommandSpec spec) {
        spec.addOption(OptionSpec.builder("--weak")
                .paramLabel("WEAKNESS")
                .type(List.class)
                .auxiliaryTypes(String.class)
                .arity("1")
                .completionCandidates(SampleSystem.WEAKNESSES)
                .description("Weaken the system: " + String.join(", ", SampleSystem.WEAKNESSES) + ". May be repeated.")
                .build());
        spec.addOption(OptionSpec.builder("--only")
                .paramLabel("EXPERIMENT")
                .type(List.class)
                .auxiliaryTypes(String.class)
                .arity("1")
                .completionCandidates(EXPERIMENTS)
                .description("Run only this one of " + String.join(", ", EXPERIMENTS) + ". May be repeated.")
                .build());
        spec.addOption(Options.path(
                "--report-folder", "FOLDER", "Where the report and the journals go; shakeout-report unless given."));
        spec.addOption(OptionSpec.builder("--seed")
                .paramLabel("NUMBER")
                .type(Long.class)
                .arity("1")
                .description("Decide every random choice.")
                .build());
        PolicyArguments.describe(spec);
    }

    @Override
    public int run(ParseResult given, Terminal terminal) throws IOException {
        List<String> weaknesses = given.matchedOptionValue("--weak", List.of());
        weaknesses.forEach(weakness -> Words.check("--weak", weakness, SampleSystem.WEAKNESSES));
        List<String> only = given.matchedOptionValue("--only", EXPERIMENTS);
        only.forEach(name -> Words.check("--only", name, EXPERIMENTS));
        Path folder = given.matchedOptionValue("--report-folder", Path.of("shakeout-report"));
        Destination.check(folder.resolve("index.html"));
        long seed = ExperimentArguments.seed(given);

        var catalog = Catalog.installed();
        var machine = Machine.local();
        Path home = Path.of(System.getProperty("shakeout.home", "."));
        var policy = PolicyArguments.read(given, source(home, only.getFirst()), catalog, terminal.environment());
        var entries = new ArrayList<Entry>();
        terminal.line("starting the sample system: fks_api, fks_auth x2, fks_execution, fks_data, fks_training");
        try (var signals = Signals.handledFor(terminal)) {
            try (var system = SampleSystem.start(home, machine, weaknesses)) {
                var drill = new Drill(catalog, machine, policy, Map.of(), terminal, signals);
                for (String name : only) {
                    terminal.line("");
                    Drilled drilled = drill(drill, catalog, home, name, system.addresses(), seed);
                    entries.add(new Entry(drilled.journal(), "examples/fks/experiments/" + name + ".yaml"));
                    drill.write(drilled, folder.resolve(name + ".json"));
                    if (drilled.journal().verdict() == Verdict.ABORTED) {
                        break;
                    }
                }
            }
            int status = conclude(entries, folder, terminal);
            signals.endWith(status);
            return status;
        }
    }

    private static Drilled drill(
            Drill drill, Catalog catalog, Path home, String name, Map<String, Json> addresses, long seed)
            throws IOException {
        Source source = source(home, name);
        Inputs inputs = Inputs.of(Map.of());
        for (var address : addresses.entrySet()) {
            inputs = inputs.withVar(address.getKey(), address.getValue());
        }
        var experiment = ExperimentReader.read(source.name(), source.text(), inputs, catalog.vocabulary());
        return drill.run(experiment, source, seed);
    }

    private static Source source(Path home, String name) {
        return Source.of(home.resolve("examples/fks/experiments").resolve(name + ".yaml"));
    }

    private static int conclude(List<Entry> entries, Path folder, Terminal terminal) throws IOException {
        List<Journal> journals = entries.stream().map(Entry::journal).toList();
        ReportFormat.HTML.write(entries, folder.resolve("index.html"));
        ReportFormat.MARKDOWN.write(entries, folder.resolve("report.md"));
        ReportFormat.JUNIT.write(entries, folder.resolve("junit.xml"));
        terminal.line("");
        for (Journal journal : journals) {
            Style style = journal.verdict() == Verdict.PASSED ? Style.GREEN : Style.RED;
            terminal.line(terminal.style("%-13s".formatted(journal.verdict().word()), style) + journal.title());
            journal.findings()
                    .forEach(finding ->
                            terminal.line("             finding: " + finding.title() + ": " + finding.evidence()));
        }
        terminal.line("");
        terminal.line("report   " + folder.resolve("index.html"));
        return journals.stream()
                .map(Journal::verdict)
                .reduce(Verdict.PASSED, Verdict::and)
                .exitCode();
    }
}
