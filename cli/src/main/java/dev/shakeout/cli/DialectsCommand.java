package dev.shakeout.cli;

import dev.shakeout.dialects.foreign.Dialects;
import dev.shakeout.dialects.foreign.Foreign;
import dev.shakeout.dialects.foreign.ParityPage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/** Lists the formats of other tools that are read, or says what becomes of each field of one. */
final class DialectsCommand implements Command {
    private static final String OUTPUT = "--output";

    @Override
    public String name() {
        return "dialects";
    }

    @Override
    public String summary() {
        return "List the formats of other tools that are read, or say what becomes of each field of one.";
    }

    @Override
    public String example() {
        return "shakeout dialects chaos-mesh";
    }

    @Override
    public void describe(CommandSpec spec) {
        spec.addPositional(PositionalParamSpec.builder()
                .index("0")
                .arity("0..1")
                .paramLabel("NAME")
                .type(String.class)
                .description("Show this one only.")
                .build());
        spec.addOption(Options.path(OUTPUT, "FOLDER", "Write a page for each into this folder."));
    }

    @Override
    public int run(ParseResult given, Terminal terminal) throws IOException {
        if (given.hasMatchedOption(OUTPUT)) {
            write(given.matchedOptionValue(OUTPUT, Path.of("")));
            return Exit.OK;
        }
        String wanted = given.matchedPositionalValue(0, "");
        if (!wanted.isEmpty()) {
            Words.check(
                    "dialects", wanted, Dialects.ALL.stream().map(Foreign::name).toList());
        }
        for (Foreign dialect : Dialects.ALL) {
            if (wanted.isEmpty()) {
                terminal.print(dialect.name());
            } else if (wanted.equals(dialect.name())) {
                terminal.print(new ParityPage(dialect).text().stripTrailing());
            }
        }
        return Exit.OK;
    }

    private static void write(Path folder) throws IOException {
        for (Foreign dialect : Dialects.ALL) {
            var page = new ParityPage(dialect);
            Path file = folder.resolve(page.file());
            Destination.check(file);
            Files.writeString(file, page.text());
        }
    }
}
