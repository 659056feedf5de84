package dev.shakeout.cli;

import dev.shakeout.dialects.ExperimentReader;
import dev.shakeout.dialects.Inputs;
import dev.shakeout.dialects.JsonWriter;
import dev.shakeout.dialects.settings.Yaml11;
import dev.shakeout.engine.Catalog;
import dev.shakeout.model.InvalidInput;
import dev.shakeout.model.Json;
import dev.shakeout.model.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Makes a new experiment from the answers of a person. */
final class InitCommand implements Command {
    private static final int ABORTED = 1;

    /** By this, an editor completes and checks the file. */
    private static final String SCHEMA = "experiment.schema.json";

    @Override
    public String name() {
        return "init";
    }

    @Override
    public String summary() {
        return "Make a new experiment, question by question.";
    }

    @Override
    public String example() {
        return "shakeout init --experiment-path experiment.yaml";
    }

    @Override
    public void describe(CommandSpec spec) {
        spec.addOption(Options.path(
                "--discovery-path",
                "FILE",
                "What 'discover' has found; discovery.json unless given. Without such a file there are"
                        + " Shakeout's own faults and probes to choose from."));
        spec.addOption(Options.path(
                "--experiment-path",
                "FILE",
                "Where the experiment goes, .yaml or .json; experiment.json unless given."));
    }

    @Override
    public int run(ParseResult given, Terminal terminal) throws IOException {
        Path discovery = given.matchedOptionValue("--discovery-path", Path.of("discovery.json"));
        Path path = given.matchedOptionValue("--experiment-path", Path.of("experiment.json"));
        Destination.check(path);
        var catalog = Catalog.installed();
        List<Offer> offers = offers(discovery, catalog, terminal);
        try (var notifications = Notifications.of(SettingsFile.load(given, terminal), given, terminal)) {
            notifications.tell(FlowEvent.INIT_STARTED, () -> Json.Null.NULL);
            var wizard = new Wizard(new Questions(terminal), offers, written -> mistakes(written, catalog));
            Json.Obj experiment = wizard.experiment();
            write(experiment, path, terminal);
            mistakes(experiment, catalog)
                    .forEach(words -> terminal.warn("it needs a change before it can run: " + words));
            notifications.tell(FlowEvent.INIT_COMPLETED, () -> experiment);
            return Exit.OK;
        } catch (Questions.Unanswered _) {
            terminal.error("Aborted!");
            return ABORTED;
        }
    }

    private static void write(Json.Obj experiment, Path path, Terminal terminal) throws IOException {
        boolean yaml = isYaml(path);
        boolean completed = Files.exists(path.resolveSibling(SCHEMA));
        String first = yaml && completed ? "# yaml-language-server: $schema=" + SCHEMA + "\n" : "";
        String text = yaml ? first + Yaml11.writeInOrder(experiment) : JsonWriter.write(experiment);
        Files.writeString(path, text);
        terminal.line("\nExperiment created and saved in '" + path + "'");
        if (!completed) {
            terminal.line("For an editor that completes it: shakeout schema --output " + path.resolveSibling(SCHEMA));
        }
    }

    private static List<Offer> offers(Path discovery, Catalog catalog, Terminal terminal) {
        if (Files.exists(discovery)) {
            return DiscoveredOffer.read(discovery);
        }
        terminal.line("No discovery was found; there are Shakeout's own faults and probes to choose from");
        var offers = new ArrayList<Offer>();
        var vocabulary = catalog.vocabulary();
        vocabulary.faults().values().forEach(fault -> offers.add(new FaultOffer(fault, catalog)));
        catalog.probes().values().forEach(kind -> {
            if (kind.reads()) {
                offers.add(new CallOffer(kind.descriptor(), true));
            }
            if (kind.acts()) {
                offers.add(new CallOffer(kind.descriptor(), false));
            }
        });
        return offers;
    }

    private static boolean isYaml(Path path) {
        String name = path.toString().toLowerCase(Locale.ROOT);
        return name.endsWith(".yaml") || name.endsWith(".yml");
    }

    private static List<String> mistakes(Json.Obj experiment, Catalog catalog) {
        try {
            ExperimentReader.read("experiment", JsonWriter.write(experiment), Inputs.none(), catalog.vocabulary());
            return List.of();
        } catch (InvalidInput e) {
            return e.problems().stream().map(Problem::message).toList();
        }
    }
}
