package dev.shakeout.cli;

import dev.shakeout.dialects.JsonWriter;
import dev.shakeout.dialects.chaostoolkit.JournalWriter;
import dev.shakeout.engine.Catalog;
import dev.shakeout.engine.Machine;
import dev.shakeout.engine.Planned;
import dev.shakeout.engine.Planner;
import dev.shakeout.engine.Recover;
import dev.shakeout.engine.RunListener;
import dev.shakeout.engine.Runner;
import dev.shakeout.engine.Stop;
import dev.shakeout.model.Experiment;
import dev.shakeout.model.Journal;
import dev.shakeout.python.PythonSide;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Plans an experiment, runs it with its live view, and keeps the journal. */
final class Drill {
    private final Catalog catalog;
    private final Machine machine;
    private final PolicyArguments policy;
    private final Map<String, String> labels;
    private final Terminal terminal;
    private final Signals signals;

    /** @param labels what is said of each run */
    Drill(
            Catalog catalog,
            Machine machine,
            PolicyArguments policy,
            Map<String, String> labels,
            Terminal terminal,
            Signals signals) {
        this.catalog = catalog;
        this.machine = machine;
        this.policy = policy;
        this.labels = labels;
        this.terminal = terminal;
        this.signals = signals;
    }

    /**
     * @param source where the experiment was read
     */
    Drilled run(Experiment experiment, Source source, long seed) throws IOException {
        return run(experiment, source, seed, Optional.empty());
    }

    /** The same with controls around its parts. */
    Drilled run(Experiment experiment, Source source, long seed, Optional<ControlledExperiment> controlled)
            throws IOException {
        var stop = new Stop();
        var unfinished = new Unfinished();
        signals.willStop(stop, unfinished);
        recover();
        Planned planned = new Planner(catalog, machine).plan(experiment, seed, policy.terms(source));
        Map<String, String> host = ExperimentArguments.host(terminal.environment());
        policy.words().ifPresent(words -> host.put("policy", words));
        var runner = new Runner(catalog, machine, host, labels, Version.NUMBER);
        try (var tracing = Tracing.of(terminal);
                var view = new RunView(terminal, tracing.about())) {
            Drilled drilled = run(runner, planned, stop, List.of(view, unfinished, tracing), controlled);
            signals.endWith(drilled.exitCode());
            tracing.concluded(drilled.journal());
            return drilled;
        }
    }

    private Drilled run(
            Runner runner,
            Planned planned,
            Stop stop,
            List<RunListener> listeners,
            Optional<ControlledExperiment> controlled) {
        if (controlled.isEmpty() || !planned.plan().refusals().isEmpty()) {
            Journal journal = runner.run(planned, stop, listeners);
            return new Drilled(journal, JournalWriter.json(journal));
        }
        var calls = new ControlCalls(PythonSide.of(machine), stop, ControlCalls.LATE);
        var controls = new ToolkitControls(controlled.get(), calls, terminal);
        controls.begin();
        Journal journal = runner.run(planned, stop, listeners, controls);
        return new Drilled(journal, controls.finish(journal));
    }

    /** What an earlier run has left would be taken for the work of this one. */
    private void recover() {
        try {
            var recovered = new Recover(machine).deadRuns();
            if (!recovered.isEmpty()) {
                RecoverCommand.tell(recovered, "", terminal);
            }
        } catch (IOException e) {
            terminal.error("shakeout: could not look for what earlier runs have left: " + e.getMessage());
        }
    }

    /**
     * Keeps the journal; in the folder for temporary files where there is no room for it, as it is all that is known of
     * what was broken.
     *
     * @return false when it is not where it was wanted, which has been told
     */
    boolean write(Drilled drilled, Path path) {
        String text = JsonWriter.write(drilled.kept());
        try {
            Files.writeString(path, text);
            terminal.line("journal  " + path);
            return true;
        } catch (IOException e) {
            terminal.error("shakeout: " + path + ": the journal could not be written: " + e.getMessage()
                    + elsewhere(path, text));
            return false;
        }
    }

    private static String elsewhere(Path path, String text) {
        try {
            if (Files.isRegularFile(path)) {
                Files.delete(path); // half a journal is worse than none
            }
            return "; it is in " + Files.writeString(Files.createTempFile("shakeout-journal-", ".json"), text);
        } catch (IOException e) {
            return "; nor could it be kept elsewhere: " + e.getMessage();
        }
    }
}
