package dev.shakeout.cli;

import dev.shakeout.dialects.JsonWriter;
import dev.shakeout.dialects.chaostoolkit.ExperimentSchema;
import dev.shakeout.engine.Catalog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** Writes the JSON Schema of experiments, from the same descriptors that {@link CatalogCommand} lists. */
final class SchemaCommand implements Command {
    private static final String OUTPUT = "--output";

    @Override
    public String name() {
        return "schema";
    }

    @Override
    public String summary() {
        return "Print the JSON Schema of experiments, for editors.";
    }

    @Override
    public String example() {
        return "shakeout schema --output experiment.schema.json";
    }

    @Override
    public void describe(CommandSpec spec) {
        spec.addOption(OptionSpec.builder(OUTPUT)
                .paramLabel("FILE")
                .type(Path.class)
                .arity("1")
                .description("Write it into this file.")
                .build());
    }

    @Override
    public int run(ParseResult given, Terminal terminal) throws IOException {
        var schema = ExperimentSchema.of(Catalog.installed().vocabulary(), GlobalOptions.rules(given));
        if (given.hasMatchedOption(OUTPUT)) {
            Path file = given.matchedOptionValue(OUTPUT, Path.of(""));
            Destination.check(file);
            Files.writeString(file, JsonWriter.write(schema));
        } else {
            terminal.print(JsonWriter.write(schema).stripTrailing());
        }
        return Exit.OK;
    }
}
