package dev.shakeout.drivers.chaostoolkit;

import dev.shakeout.engine.Custodian;
import dev.shakeout.engine.Machine;
import dev.shakeout.engine.Witness;
import dev.shakeout.model.Inverse;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** Keeps what a run of Chaos Toolkit needs, and what is needed to take it back, for as long as something may have to be. */
public final class Custody implements Custodian {
    @Override
    public String name() {
        return "chaostoolkit";
    }

    @Override
    public Care care(Witness.Scope scope, Duration lease, Machine machine) {
        boolean any = scope.injections().stream()
                .anyMatch(injection -> injection.target().kind().equals(RunnerFinder.KIND));
        return any ? new Kept(Drives.of(machine)) : _ -> Held.NOTHING;
    }

    private record Kept(Drives drives) implements Care {
        @Override
        public List<Inverse> farewell() {
            return List.of(drives.removal());
        }

        @Override
        public Held hold(Consumer<String> lost) throws IOException {
            drives.write();
            return Held.NOTHING;
        }
    }
}
