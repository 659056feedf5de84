package dev.shakeout.cli;

import dev.shakeout.engine.Catalog;
import dev.shakeout.model.InvalidInput;
import java.io.IOException;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Checks a file without looking at the system. */
final class ValidateCommand implements Command {
    @Override
    public String name() {
        return "validate";
    }

    @Override
    public String summary() {
        return "Check an experiment's file and report every mistake with its line and column.";
    }

    @Override
    public String example() {
        return "shakeout validate slow-database.yaml";
    }

    @Override
    public void describe(CommandSpec spec) {
        ExperimentArguments.describe(spec);
        PythonOption.describe(spec);
    }

    @Override
    public int run(ParseResult given, Terminal terminal) throws IOException {
        var settings = SettingsFile.load(given, terminal);
        try (var notifications = Notifications.of(settings, given, terminal)) {
            var loading = ExperimentArguments.load(given, settings, terminal);
            notifications.tell(FlowEvent.VALIDATE_STARTED, loading::shown);
            try (var loaded = loading.read(Catalog.installed(), Look.VALIDATE)) {
                tell(loaded, terminal);
                notifications.tell(FlowEvent.VALIDATE_COMPLETED, loading::shown);
            } catch (InvalidInput | BadExperiment e) {
                notifications.tell(FlowEvent.VALIDATE_FAILED, loading::shown, Optional.ofNullable(e.getMessage()));
                throw e;
            }
        }
        return Exit.OK;
    }

    private static void tell(Loaded loaded, Terminal terminal) {
        var experiment = loaded.experiment();
        int probes = experiment.hypothesis().map(h -> h.probes().size()).orElse(0);
        terminal.line(loaded.source().name() + " is valid: " + probes
                + " hypothesis probes, " + experiment.method().size() + " activities in the method, "
                + experiment.rollbacks().size() + " rollbacks");
    }
}
