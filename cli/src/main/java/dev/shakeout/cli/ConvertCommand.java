package dev.shakeout.cli;

import dev.shakeout.dialects.Tree;
import dev.shakeout.dialects.chaostoolkit.ChaosToolkit;
import dev.shakeout.dialects.foreign.Dialects;
import dev.shakeout.dialects.foreign.FidelityReport;
import dev.shakeout.dialects.foreign.Foreign;
import dev.shakeout.dialects.foreign.Translated;
import dev.shakeout.dialects.foreign.Writer;
import dev.shakeout.dialects.foreign.Written;
import dev.shakeout.dialects.settings.Yaml11;
import dev.shakeout.engine.Catalog;
import dev.shakeout.model.InvalidInput;
import dev.shakeout.model.Json;
import dev.shakeout.model.Problem;
import dev.shakeout.model.Vocabulary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** Writes another tool's file as an experiment of ours, which means the same, or ours as another tool's. */
final class ConvertCommand implements Command {
    private static final String TO = "--to";
    private static final String JSON = ".json";
    private static final String OUTPUT = "--output";

    @Override
    public String name() {
        return "convert";
    }

    @Override
    public String summary() {
        return "Write another tool's file as an experiment of ours, or ours as another tool's, in YAML.";
    }

    @Override
    public String example() {
        return "shakeout convert web-delay.yaml --output web-delay-experiment.yaml";
    }

    @Override
    public void describe(CommandSpec spec) {
        ExperimentArguments.describe(spec);
        FidelityTable.describe(spec);
        spec.addOption(OptionSpec.builder(TO)
                .paramLabel("FORMAT")
                .type(String.class)
                .arity("1")
                .completionCandidates(formats())
                .description("Write it for another tool: " + String.join(" or ", formats())
                        + ". What cannot be said there is refused, and nothing is written.")
                .build());
        spec.addOption(Options.path(
                OUTPUT,
                "FILE",
                "Write it into this file: as JSON if its name ends with .json; else as YAML, in which several experiments"
                        + " become documents of one file."));
    }

    @Override
    public int run(ParseResult given, Terminal terminal) throws IOException {
        Optional<Writer> writer = writer(given);
        var settings = SettingsFile.load(given, terminal);
        var loading = ExperimentArguments.load(given, settings, terminal);
        List<Translated> translated = loading.translate();
        if (writer.isPresent()) {
            return theirs(writer.get(), translated, loading, given, terminal);
        }
        FidelityTable.tell(translated, given, terminal);
        try (var _ =
                loading.understand(translated, Catalog.installed(), Look.VALIDATE)) { // so that it can be read again
            if (FidelityTable.asked(given) && !given.hasMatchedOption(OUTPUT)) {
                return Exit.OK;
            }
            translated.forEach(each -> FidelityTable.warn(each.fidelity(), terminal::error));
            write(ours(translated), given, terminal);
        }
        return Exit.OK;
    }

    private static List<String> formats() {
        return Dialects.written().stream().map(Foreign::name).toList();
    }

    private static Optional<Writer> writer(ParseResult given) {
        String wanted = given.matchedOptionValue(TO, "");
        if (wanted.isEmpty() && !given.hasMatchedOption(TO)) {
            return Optional.empty();
        }
        Words.check(TO, wanted, formats());
        return Dialects.written().stream()
                .filter(dialect -> dialect.name().equals(wanted))
                .findFirst()
                .flatMap(Foreign::writer);
    }

    /** Goes over ours, whatever the file is written for. */
    private static int theirs(
            Writer writer, List<Translated> translated, Loading loading, ParseResult given, Terminal terminal)
            throws IOException {
        Catalog catalog = Catalog.installed();
        Vocabulary vocabulary = catalog.vocabulary();
        var reports = new ArrayList<FidelityReport>();
        var objects = new ArrayList<Json>();
        try (var _ = loading.understand(translated, catalog, Look.VALIDATE)) {
            for (Translated each : translated) {
                Written written = writer.written(
                        ChaosToolkit.filled(each.document().orElseThrow(), loading.inputs(), vocabulary));
                reports.add(each.fidelity());
                reports.add(written.fidelity());
                objects.addAll(written.objects());
            }
        }
        FidelityReport fidelity = FidelityReport.of(reports.stream());
        FidelityTable.tell(fidelity, "Nothing to be said.", given, terminal);
        fidelity.refuse(loading.foreign().strict());
        if (FidelityTable.asked(given) && !given.hasMatchedOption(OUTPUT)) {
            return Exit.OK;
        }
        FidelityTable.warn(fidelity, terminal::error);
        write(objects, given, terminal);
        return Exit.OK;
    }

    private static List<Json> ours(List<Translated> translated) {
        return translated.stream()
                .map(each -> each.document().map(Tree::json).orElseThrow())
                .toList();
    }

    private static String json(List<Json> documents) {
        if (documents.size() != 1) {
            throw new InvalidInput(Problem.of("these are " + documents.size()
                    + " experiments, and a file of JSON holds one; leave " + JSON + " out of the name of " + OUTPUT));
        }
        return documents.getFirst().compact() + "\n";
    }

    private static void write(List<Json> documents, ParseResult given, Terminal terminal) throws IOException {
        String text = documents.stream().map(Yaml11::writeInOrder).collect(Collectors.joining("---\n"));
        if (!given.hasMatchedOption(OUTPUT)) {
            terminal.print(text.stripTrailing());
            return;
        }
        Path file = given.matchedOptionValue(OUTPUT, Path.of(""));
        Destination.check(file);
        Files.writeString(file, file.toString().endsWith(JSON) ? json(documents) : text);
        terminal.line("written  " + file);
    }
}
