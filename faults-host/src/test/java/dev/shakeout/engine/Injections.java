package dev.shakeout.engine;

import dev.shakeout.model.Injection;
import dev.shakeout.model.Step;
import dev.shakeout.model.Target;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The engine's own ledger and way back, for one list of steps: what a run does, without its probes and verdict. */
public final class Injections implements AutoCloseable {
    private final RunFolder folder;
    private final Injector injector;
    private final Injection injection;

    public Injections(List<Step> steps, Target target, Machine machine) throws IOException {
        folder = RunFolder.create(machine.folders(), "test-" + UUID.randomUUID());
        injector = new Injector(folder, machine.processes());
        injection = new Injection("i1", "test", "fault", target, "rung", steps, "", List.of(), Optional.empty());
    }

    /** Empty when all went well, else why a step failed. */
    public Optional<String> inject() throws IOException, InterruptedException {
        try {
            injector.inject(injection);
            return Optional.empty();
        } catch (Injector.StepFailed failure) {
            return Optional.of(String.valueOf(failure.getMessage()));
        }
    }

    /** Empty when all was taken back, else what is left and why. */
    public String takeBack() throws IOException {
        var outcome = injector.takeBack(injection);
        return outcome.complete() ? "" : outcome.commands() + " " + outcome.why();
    }

    @Override
    public void close() throws IOException {
        String left = takeBack();
        folder.delete();
        if (!left.isEmpty()) {
            throw new AssertionError("not taken back: " + left);
        }
    }
}
