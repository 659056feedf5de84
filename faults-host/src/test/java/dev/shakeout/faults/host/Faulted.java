package dev.shakeout.faults.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.shakeout.engine.Fault;
import dev.shakeout.engine.Injections;
import dev.shakeout.engine.Machine;
import dev.shakeout.engine.Prepared;
import dev.shakeout.engine.Rung;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Reading;
import dev.shakeout.model.Target;
import java.io.IOException;

/** A fault that is on, with its effect measured, until it is closed. */
record Faulted(Prepared prepared, Injections injections, Reading before, Reading on) implements AutoCloseable {
    /** Skips the test where that rung does not stand. */
    static Faulted by(Fault fault, int rung, Arguments arguments, Target target, Machine machine)
            throws IOException, InterruptedException {
        Rung chosen = fault.rungs().get(rung);
        chosen.missing(machine)
                .or(() -> chosen.missingFor(target, arguments, machine))
                .ifPresent(reason -> abort(chosen.name() + ": " + reason));
        Prepared prepared = chosen.plan(target, arguments, machine);
        Reading before = prepared.effect().read();
        var injections = new Injections(prepared.steps(), target, machine);
        try {
            assertThat(injections.inject()).isEmpty();
            Reading on = await().atMost(prepared.effect().patience())
                    .until(prepared.effect()::read, reading -> prepared.effect().bites(before, reading));
            return new Faulted(prepared, injections, before, on);
        } catch (Throwable e) {
            injections.close();
            throw e;
        }
    }

    @Override
    public void close() throws IOException {
        injections.close();
    }
}
