package dev.shakeout.cli;

import dev.shakeout.dialects.Tree;
import dev.shakeout.dialects.foreign.Translated;
import dev.shakeout.dialects.settings.Yaml11;
import dev.shakeout.engine.Catalog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Writes another tool's file as an experiment of ours, which means the same. */
final class ConvertCommand implements Command {
    private static final String OUTPUT = "--output";

    @Override
    public String name() {
        return "convert";
    }

    @Override
    public String summary() {
        return "Write another tool's file as an experiment of ours, in YAML.";
    }

    @Override
    public String example() {
        return "shakeout convert web-delay.yaml --output web-delay-experiment.yaml";
    }

    @Override
    public void describe(CommandSpec spec) {
        ExperimentArguments.describe(spec);
        FidelityTable.describe(spec);
        spec.addOption(Options.path(
                OUTPUT, "FILE", "Write it into this file; several experiments become documents of one file."));
    }

    @Override
    public int run(ParseResult given, Terminal terminal) throws IOException {
        var settings = SettingsFile.load(given, terminal);
        var loading = ExperimentArguments.load(given, settings, terminal);
        List<Translated> translated = loading.translate();
        FidelityTable.tell(translated, given, terminal);
        try (var _ =
                loading.understand(translated, Catalog.installed(), Look.VALIDATE)) { // so that it can be read again
            if (FidelityTable.asked(given) && !given.hasMatchedOption(OUTPUT)) {
                return Exit.OK;
            }
            write(translated, given, terminal);
        }
        return Exit.OK;
    }

    private static void write(List<Translated> translated, ParseResult given, Terminal terminal) throws IOException {
        String text = translated.stream()
                .map(each -> each.document().map(Tree::json).orElseThrow())
                .map(Yaml11::writeInOrder)
                .collect(Collectors.joining("---\n"));
        if (!given.hasMatchedOption(OUTPUT)) {
            terminal.print(text.stripTrailing());
            return;
        }
        Path file = given.matchedOptionValue(OUTPUT, Path.of(""));
        Destination.check(file);
        Files.writeString(file, text);
        terminal.line("written  " + file);
    }
}
