package dev.shakeout.cli;

import dev.shakeout.engine.Catalog;
import dev.shakeout.engine.Machine;
import dev.shakeout.model.Experiment;
import java.io.IOException;
import java.nio.file.Path;
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
        ExperimentArguments.describePython(spec);
    }

    @Override
    public int run(ParseResult given, Terminal terminal) throws IOException {
        var machine = Machine.local();
        try (var _ = machine.shared()) {
            var experiment = ExperimentArguments.checked(given, Catalog.installed(), machine, terminal.environment());
            tell(experiment, given, terminal);
        }
        return Exit.OK;
    }

    private static void tell(Experiment experiment, ParseResult given, Terminal terminal) {
        int probes = experiment.hypothesis().map(h -> h.probes().size()).orElse(0);
        terminal.line(given.matchedPositionalValue(0, Path.of("")) + " is valid: " + probes
                + " hypothesis probes, " + experiment.method().size() + " activities in the method, "
                + experiment.rollbacks().size() + " rollbacks");
    }
}
