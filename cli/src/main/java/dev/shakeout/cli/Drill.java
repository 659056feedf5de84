package dev.shakeout.cli;

import dev.shakeout.dialects.chaostoolkit.JournalWriter;
import dev.shakeout.engine.Catalog;
import dev.shakeout.engine.Machine;
import dev.shakeout.engine.Planned;
import dev.shakeout.engine.Planner;
import dev.shakeout.engine.Recover;
import dev.shakeout.engine.Runner;
import dev.shakeout.engine.Stop;
import dev.shakeout.model.Experiment;
import dev.shakeout.model.Journal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Plans an experiment, runs it with its live view, and keeps the journal. */
final class Drill {
    private final Catalog catalog;
    private final Machine machine;
    private final PolicyArguments policy;
    private final Terminal terminal;
    private final Signals signals;

    Drill(Catalog catalog, Machine machine, PolicyArguments policy, Terminal terminal, Signals signals) {
        this.catalog = catalog;
        this.machine = machine;
        this.policy = policy;
        this.terminal = terminal;
        this.signals = signals;
    }

    /**
     * @param source where the experiment was read
     */
    Journal run(Experiment experiment, Source source, long seed) throws IOException {
        var stop = new Stop();
        var unfinished = new Unfinished();
        signals.willStop(stop, unfinished);
        recover();
        Planned planned = new Planner(catalog, machine).plan(experiment, seed, policy.terms(source));
        Map<String, String> host = ExperimentArguments.host(terminal.environment());
        policy.words().ifPresent(words -> host.put("policy", words));
        var runner = new Runner(catalog, machine, host, Version.NUMBER);
        try (var view = new RunView(terminal)) {
            Journal journal = runner.run(planned, stop, List.of(view, unfinished));
            signals.endWith(journal.exitCode());
            return journal;
        }
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
    boolean write(Journal journal, Path path) {
        String text = JournalWriter.write(journal);
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
