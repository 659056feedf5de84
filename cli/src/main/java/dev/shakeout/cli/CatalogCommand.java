package dev.shakeout.cli;

import dev.shakeout.cli.Terminal.Style;
import dev.shakeout.engine.Catalog;
import dev.shakeout.model.Descriptor;
import dev.shakeout.model.InvalidInput;
import dev.shakeout.model.Nearest;
import dev.shakeout.model.Output;
import dev.shakeout.model.Parameter;
import dev.shakeout.model.Problem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/** Lists what there is of one sort, with its parameters, from the descriptors alone. */
record CatalogCommand(
        String name,
        String summary,
        String example,
        Function<Catalog, Map<String, Descriptor>> descriptors,
        Function<Catalog, Function<String, Set<String>>> targets,
        Optional<Pages> pages)
        implements Command {
    private static final String OUTPUT = "--output";

    /** Writes a page for each into a folder. */
    interface Pages {
        void write(Catalog catalog, Path folder) throws IOException;
    }

    static CatalogCommand faults() {
        return new CatalogCommand(
                "faults",
                "List the faults, or show one with its parameters.",
                "shakeout faults network/delay",
                catalog -> catalog.vocabulary().faults(),
                catalog -> name -> catalog.kinds(catalog.fault(name)),
                Optional.of(FaultPages::write));
    }

    static CatalogCommand probes() {
        return new CatalogCommand(
                "probes",
                "List the probes, or show one with its parameters.",
                "shakeout probes load",
                catalog -> catalog.vocabulary().probes(),
                _ -> _ -> Set.of(),
                Optional.empty());
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
        if (pages.isPresent()) {
            spec.addOption(Options.path(OUTPUT, "FOLDER", "Write a page for each into this folder."));
        }
    }

    @Override
    public int run(ParseResult given, Terminal terminal) throws IOException {
        var catalog = Catalog.installed();
        if (given.hasMatchedOption(OUTPUT) && pages.isPresent()) {
            pages.get().write(catalog, given.matchedOptionValue(OUTPUT, Path.of("")));
            return Exit.OK;
        }
        Map<String, Descriptor> all = descriptors.apply(catalog);
        String wanted = given.matchedPositionalValue(0, "");
        if (wanted.isEmpty()) {
            int width = all.keySet().stream().mapToInt(String::length).max().orElse(0);
            all.forEach((name, descriptor) ->
                    terminal.print(("%-" + width + "s  %s").formatted(name, descriptor.summary())));
            return Exit.OK;
        }
        Descriptor descriptor = all.get(wanted);
        if (descriptor == null) {
            throw new InvalidInput(Problem.of("there is no '" + wanted + "'; see 'shakeout " + name + "'"
                    + Nearest.suggestion(wanted, all.keySet())));
        }
        terminal.print(terminal.style(descriptor.name(), Style.BOLD) + "  " + descriptor.summary());
        Set<String> kinds = targets.apply(catalog).apply(wanted);
        if (!kinds.isEmpty()) {
            terminal.print(
                    "targets: " + String.join(", ", kinds.stream().sorted().toList()));
            kinds.stream().sorted().forEach(kind -> criteria(catalog, kind, terminal));
        }
        terminal.print("arguments:");
        descriptor.parameters().forEach(parameter -> show(parameter, terminal));
        if (!descriptor.outputs().isEmpty()) {
            terminal.print("readings, for 'when' of a halt condition:");
            Stream.concat(descriptor.outputs().stream(), Output.OF_EVERY_PROBE.stream())
                    .forEach(output -> terminal.print("  " + output.name() + ": " + output.help()));
        }
        return Exit.OK;
    }

    private static void criteria(Catalog catalog, String kind, Terminal terminal) {
        Descriptor finder = catalog.vocabulary().targets().get(kind);
        if (finder != null && !finder.parameters().isEmpty()) {
            terminal.print("  " + kind + " by "
                    + String.join(
                            ", ",
                            finder.parameters().stream().map(Parameter::name).toList()));
        }
    }

    private static void show(Parameter<?> parameter, Terminal terminal) {
        String given = parameter.required()
                ? "required"
                : parameter
                        .fallback()
                        .map(value -> "default " + FaultPage.written(value))
                        .orElse("optional");
        terminal.print("  " + parameter.name() + " (" + given + "): "
                + parameter.type().allowed());
        terminal.print(terminal.style("      " + parameter.help(), Style.DIM));
    }
}
