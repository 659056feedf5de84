package dev.shakeout.engine;

import dev.shakeout.model.Injection;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/**
 * Injects and takes back on this machine for somebody elsewhere who decides when: with a ledger and a sentinel of its own, so
 * that all is taken back whoever is gone. What is measured and judged is up to the caller.
 */
public final class Errands implements AutoCloseable {
    private final RunFolder folder;
    private final Injector injector;
    private final Sentinel sentinel;

    /**
     * Begins with nothing injected.
     *
     * @param name of its folder among those of runs
     * @param lease how long the sentinel waits for a sign of life of this process
     * @param lost told, with the reason, when everything was taken back, or must be, without being asked
     * @throws IOException the ledger cannot be kept, so nothing may be injected
     */
    public Errands(String name, Duration lease, Consumer<String> lost, Machine machine) throws IOException {
        this.folder = RunFolder.create(machine.folders(), name);
        this.injector = new Injector(folder, machine.processes());
        try {
            this.sentinel = new Sentinel(folder, lease, machine, lost);
        } catch (IOException e) {
            folder.delete();
            throw e;
        }
    }

    /** Where its ledger is; there until nothing is left to take back. */
    public Path folder() {
        return folder.path();
    }

    /** A fault that could not be injected; what was done of it is still to be taken back. */
    public static final class NotInjected extends Exception {
        NotInjected(String why) {
            super(why);
        }
    }

    /**
     * What came of an undo.
     *
     * @param commands for a person to run, where something is left
     */
    public record Back(List<String> commands, String why) {
        public Back {
            commands = List.copyOf(commands);
        }

        static Back of(Undo.Outcome outcome) {
            return new Back(outcome.commands(), outcome.why());
        }

        public boolean complete() {
            return commands.isEmpty();
        }
    }

    /** Begins with what does nothing yet, so that the fault comes sooner; see {@link dev.shakeout.model.Step#idleChild}. */
    public void prepare(Injection injection) throws IOException {
        injector.prepare(injection);
    }

    /**
     * Takes every step.
     *
     * @param ended told when the fault is no longer what it was to be, with the reason
     */
    public void inject(Injection injection, Consumer<String> ended)
            throws IOException, NotInjected, InterruptedException {
        try {
            injector.inject(injection, ended);
        } catch (Injector.StepFailed e) {
            throw new NotInjected(String.valueOf(e.getMessage()));
        }
    }

    /** Safe to repeat, and while another thread still injects it. */
    public Back takeBack(Injection injection) throws IOException {
        return Back.of(injector.takeBack(injection));
    }

    /** From here on nothing is injected. */
    public Back takeBackAll() throws IOException {
        injector.close();
        return Back.of(injector.takeBackAll());
    }

    /** Takes everything back; what is left then stays the sentinel's task, and its folder is kept. */
    @Override
    public void close() throws IOException {
        try {
            takeBackAll();
        } finally {
            sentinel.close();
            if (folder.everythingIsTakenBack()) {
                folder.delete();
            }
        }
    }
}
