package dev.shakeout.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Takes back what earlier runs have left, and stops running ones. */
public final class Recover {
    private static final Duration COURTESY = Duration.ofSeconds(10);

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
        var outcomes = new ArrayList<Outcome>();
        for (RunFolder folder : RunFolder.all(machine.folders())) {
            if (!folder.ownerLives()) {
                outcomes.add(takeBack(folder, "was left by a run that is gone"));
            }
        }
        return outcomes;
    }

    /** Stops every run of this user on this host: asks its process first, then ends it, then takes back what is left. */
    public List<Outcome> haltAll() throws IOException {
        var outcomes = new ArrayList<Outcome>();
        for (RunFolder folder : RunFolder.all(machine.folders())) {
            Optional<ProcessIdentity> owner = folder.owner().filter(ProcessIdentity::lives);
            owner.ifPresent(this::stop);
            outcomes.add(
                    folder.exists()
                            ? takeBack(folder, owner.isPresent() ? "was stopped" : "was left by a run that is gone")
                            : new Outcome(folder.runId(), "was stopped and has taken everything back", List.of()));
        }
        return outcomes;
    }

    private void stop(ProcessIdentity owner) {
        Optional<ProcessHandle> process = ProcessHandle.of(owner.pid()).filter(_ -> owner.lives());
        process.ifPresent(ProcessHandle::destroy);
        long deadline = System.nanoTime() + COURTESY.toNanos();
        while (owner.lives() && System.nanoTime() < deadline) {
            try {
                Thread.sleep(20);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                break;
            }
        }
        process.filter(_ -> owner.lives()).ifPresent(ProcessHandle::destroyForcibly);
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

    private Outcome undo(RunFolder folder, String how) throws IOException {
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
        folder.delete();
        return new Outcome(folder.runId(), how + "; everything is taken back", List.of());
    }
}
