package dev.shakeout.cli;

import dev.shakeout.dialects.JsonWriter;
import dev.shakeout.dialects.chaostoolkit.ExperimentSchema;
import dev.shakeout.engine.Catalog;
import dev.shakeout.model.Json;
import dev.shakeout.operator.CustomResources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** Writes the JSON Schema of experiments, from the same descriptors that {@link CatalogCommand} lists. */
final class SchemaCommand implements Command {
    private static final String OUTPUT = "--output";
    private static final String CRDS = "--crds";

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
        spec.addOption(Options.path(OUTPUT, "FILE", "Write it into this file."));
        spec.addOption(OptionSpec.builder(CRDS)
                .type(boolean.class)
                .arity("0")
                .description("Print what a Kubernetes cluster must know of them instead: definitions of the custom"
                        + " resources Experiment, Run and Schedule, for kubectl apply.")
                .build());
    }

    @Override
    public int run(ParseResult given, Terminal terminal) throws IOException {
        var schema = ExperimentSchema.of(Catalog.installed().vocabulary(), GlobalOptions.rules(given));
        String text = given.hasMatchedOption(CRDS) ? manifests(schema) : JsonWriter.write(schema);
        if (given.hasMatchedOption(OUTPUT)) {
            Path file = given.matchedOptionValue(OUTPUT, Path.of(""));
            Destination.check(file);
            Files.writeString(file, text);
        } else {
            terminal.print(text.stripTrailing());
        }
        return Exit.OK;
    }

    private static String manifests(Json.Obj schema) {
        return CustomResources.definitions(schema).stream()
                .map(JsonWriter::write)
                .collect(Collectors.joining(
                        "---\n", "# Made by 'shakeout schema --crds'; not to be changed by hand.\n", ""));
    }
}
