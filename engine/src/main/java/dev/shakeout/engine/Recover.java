package dev.shakeout.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Takes back what earlier runs have left. */
public final class Recover {
    private static final Duration TO_DELETE = Duration.ofSeconds(2);
    private static final Duration AGAIN = Duration.ofMillis(50);

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

    /**
     * Waits until nothing is left of one run, which may be taking it back itself just now; of one that is gone, takes it back.
     *
     * @param runId of one that was never here nothing is left either
     * @param patience what is left after this is told
     */
    public Outcome settle(String runId, Duration patience) throws IOException, InterruptedException {
        long until = System.nanoTime() + patience.toNanos();
        while (true) {
            var folder = RunFolder.all(machine.folders()).stream()
                    .filter(each -> each.runId().equals(runId))
                    .findFirst();
            if (folder.isEmpty()) {
                return new Outcome(runId, "nothing is left of it", List.of());
            }
            if (!folder.get().ownerLives()) {
                return takeBack(folder.get(), "was left by a run that is gone");
            }
            if (System.nanoTime() > until) {
                return new Outcome(
                        runId,
                        "is not taken back yet by the process that does",
                        List.of("sh " + folder.get().path() + "/undo.sh "
                                + folder.get().path()));
            }
            Thread.sleep(AGAIN);
        }
    }

    /** What is wrong with one run's folder must not keep the others from being taken back. */
    private Outcome takeBack(RunFolder folder, String how) {
        try {
            return undo(folder, how);
        } catch (IOException | UncheckedIOException e) {
            if (hasGone(folder)) {
                return new Outcome(folder.runId(), "everything was taken back just now", List.of());
            }
            return new Outcome(
                    folder.runId(),
                    how + "; its folder cannot be read or changed: " + e,
                    List.of("look into it by hand: " + folder.path()));
        }
    }

    /** Who owns it may be about to delete it, file by file. */
    private static boolean hasGone(RunFolder folder) {
        long until = System.nanoTime() + TO_DELETE.toNanos();
        while (folder.exists() && System.nanoTime() < until) {
            try {
                Thread.sleep(AGAIN);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                break;
            }
        }
        return !folder.exists();
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
