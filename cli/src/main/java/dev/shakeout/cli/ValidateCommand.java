package dev.shakeout.cli;

import dev.shakeout.dialects.foreign.Translated;
import dev.shakeout.engine.Catalog;
import dev.shakeout.model.InvalidInput;
import java.io.IOException;
import java.util.List;
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
        FidelityTable.describe(spec);
    }

    @Override
    public int run(ParseResult given, Terminal terminal) throws IOException {
        var settings = SettingsFile.load(given, terminal);
        try (var notifications = Notifications.of(settings, given, terminal)) {
            var loading = ExperimentArguments.load(given, settings, terminal);
            notifications.tell(FlowEvent.VALIDATE_STARTED, loading::shown);
            try (var loaded = understood(loading, given, terminal)) {
                if (!FidelityTable.asked(given)) {
                    loaded.entries().forEach(entry -> tell(entry, loaded.entries().size() > 1, terminal));
                }
                notifications.tell(FlowEvent.VALIDATE_COMPLETED, loading::shown);
            } catch (InvalidInput | BadExperiment e) {
                notifications.tell(FlowEvent.VALIDATE_FAILED, loading::shown, Optional.ofNullable(e.getMessage()));
                throw e;
            }
        }
        return Exit.OK;
    }

    private static Loaded understood(Loading loading, ParseResult given, Terminal terminal) {
        List<Translated> translated = loading.translate();
        FidelityTable.tell(translated, given, terminal); // also when something in it will be refused
        return loading.understand(translated, Catalog.installed(), Look.VALIDATE);
    }

    private static void tell(Loaded.Entry entry, boolean several, Terminal terminal) {
        var experiment = entry.experiment();
        int probes = experiment.hypothesis().map(h -> h.probes().size()).orElse(0);
        var fidelity = entry.written().fidelity();
        terminal.line(entry.source().name() + (several ? " (" + experiment.title() + ")" : "") + " is valid: " + probes
                + " hypothesis probes, " + experiment.method().size() + " activities in the method, "
                + experiment.rollbacks().size() + " rollbacks"
                + (fidelity.fields().isEmpty() ? "" : "; " + fidelity.summary()));
    }
}
