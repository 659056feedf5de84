package dev.shakeout.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** Takes back what earlier runs have left. */
public final class Recover {
    private final Machine machine;

    public Recover(Machine machine) {
        this.machine = machine;
    }

    /**
     * What became of one run.
     *
     * @param leftovers commands for a person, where something could not be taken back
     */
    public record Outcome(String runId, String words, List<String> leftovers) {
        public boolean clean() {
            return leftovers.isEmpty();
        }
    }

    /** Takes back every run whose owner is gone. Runs that are alive are left alone. */
    public List<Outcome> deadRuns() throws IOException {
        RunFolder.deleteAbandonedDrafts(machine.folders());
        var outcomes = new ArrayList<Outcome>();
        for (RunFolder folder : RunFolder.all(machine.folders())) {
            if (!folder.ownerLives()) {
                outcomes.add(takeBack(
                        folder,
                        folder.isOfAnotherKernel()
                                ? "was cut off when this host was started again"
                                : "was left by a run that is gone"));
            }
        }
        return outcomes;
    }

    /** What is wrong with one run's folder must not keep the others from being taken back. */
    private Outcome takeBack(RunFolder folder, String how) {
        try {
            return undo(folder, how);
        } catch (IOException | UncheckedIOException e) {
            return new Outcome(
                    folder.runId(),
                    how + "; its folder cannot be read or changed: " + e,
                    List.of("look into it by hand: " + folder.path()));
        }
    }

    private Outcome undo(RunFolder folder, String found) throws IOException {
        List<String> lasting = Ledger.lasting(folder.open());
        String how = lasting.isEmpty() ? found : found + " (it did: " + String.join(", ", lasting) + ")";
        folder.mendUndo();
        var undone = new Undo(machine.processes()).takeBackAll(folder);
        if (!folder.exists()) { // its sentinel was quicker
            return new Outcome(folder.runId(), how + "; everything is taken back", List.of());
        }
        if (!undone.complete()) {
            return new Outcome(
                    folder.runId(), how + "; not all could be taken back: " + undone.why(), undone.commands());
        }
        if (!folder.open().isEmpty()) {
            return new Outcome(
                    folder.runId(),
                    how + "; everything is taken back, but its folder cannot be changed to say so",
                    List.of("make it writable, then run again: " + folder.path()));
        }
        new Farewell(folder).say(machine.processes());
        folder.delete();
        return new Outcome(folder.runId(), how + "; everything is taken back", List.of());
    }
}
