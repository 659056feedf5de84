package dev.shakeout.engine;

import dev.shakeout.model.Injection;
import dev.shakeout.model.Step;
import dev.shakeout.model.Target;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** A fault that is on until it is closed, for benchmarks that measure it while it is. */
public final class HeldInjection implements AutoCloseable {
    private final RunFolder folder;
    private final Injector injector;
    private final Injection injection;

    public HeldInjection(List<Step> steps, Target target, Machine machine) throws IOException, InterruptedException {
        folder = RunFolder.create(machine.folders(), "bench-" + UUID.randomUUID());
        injector = new Injector(folder, machine.processes());
        injection = new Injection("i1", "bench", "fault", target, "rung", steps, "", List.of(), Optional.empty());
        try {
            injector.inject(injection);
        } catch (Injector.StepFailed failure) {
            close();
            throw new IOException(failure.getMessage(), failure);
        }
    }

    @Override
    public void close() throws IOException {
        var outcome = injector.takeBack(injection);
        if (!outcome.complete()) {
            throw new IOException("not taken back: " + outcome.commands() + " " + outcome.why());
        }
        folder.delete();
    }
}
