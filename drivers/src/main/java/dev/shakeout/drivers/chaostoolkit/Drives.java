package dev.shakeout.drivers.chaostoolkit;

import dev.shakeout.engine.HeldFolder;
import dev.shakeout.engine.Machine;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Inverse;
import dev.shakeout.model.Target;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The runs of Chaos Toolkit of one command, and the folder in which each has what it needs and tells how far it is. Only this
 * user can read it, as values for the experiment may be secret; it is there until all is taken back.
 */
final class Drives implements AutoCloseable {
    private final HeldFolder held;
    private final List<Drive> known = new ArrayList<>();

    private Drives(Machine machine) {
        this.held = new HeldFolder("chaostoolkit-" + UUID.randomUUID(), machine);
    }

    static Drives of(Machine machine) {
        return machine.shared().get(Drives.class, () -> new Drives(machine));
    }

    synchronized Drive add(Target target, Arguments arguments, Path program) {
        var drive = new Drive(target, arguments, program, held.path().resolve("run-" + (known.size() + 1)));
        known.add(drive);
        return drive;
    }

    /** The one of this experiment that was begun; of several the one that was planned last. */
    synchronized Optional<Drive> begun(Optional<String> file) {
        return known.stream()
                .filter(drive -> file.map(drive.file()::equals).orElse(true))
                .filter(drive -> drive.course().begun())
                .reduce((_, last) -> last);
    }

    /** @throws IOException it cannot be kept, so nothing may be begun */
    synchronized void write() throws IOException {
        held.make();
        for (Drive drive : known) {
            drive.write();
        }
    }

    Inverse removal() {
        return held.removal();
    }

    /** Deletes the folder, unless something is left in a ledger that still needs it. */
    @Override
    public synchronized void close() {
        held.close();
    }
}
