package dev.shakeout.engine;

import dev.shakeout.model.Injection;
import dev.shakeout.model.Step;
import dev.shakeout.model.Target;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The steps of one injection with their ledger and their way back, to be measured by themselves. */
public final class OpenInjection implements AutoCloseable {
    private final RunFolder folder;
    private final Injector injector;
    private final Injection injection;

    public OpenInjection(List<Step> steps, Target target, Machine machine) throws IOException {
        folder = RunFolder.create(machine.folders(), "bench-" + UUID.randomUUID());
        injector = new Injector(folder, machine.processes());
        injection = new Injection("i1", "bench", "fault", target, "rung", steps, "", List.of(), Optional.empty());
    }

    /** What a run does while it measures beforehand; it waits for nothing. */
    public void prepare() throws IOException {
        injector.prepare(injection);
    }

    /** @throws IOException when a step failed, with the reason */
    public void inject() throws IOException, InterruptedException {
        try {
            injector.inject(injection);
        } catch (Injector.StepFailed failure) {
            throw new IOException(failure.getMessage(), failure);
        }
    }

    @Override
    public void close() throws IOException {
        var outcome = injector.takeBack(injection);
        folder.delete();
        if (!outcome.complete()) {
            throw new IOException("not taken back: " + outcome.commands() + " " + outcome.why());
        }
    }
}
