package dev.shakeout.faults.host;

import dev.shakeout.engine.Machine;
import dev.shakeout.engine.Rung;
import java.util.Optional;

/** A rung whose child sends SIGSTOP and SIGCONT to the target, by its part in a {@link Standstill}. */
interface StopsAndContinues extends Rung {
    @Override
    default String needs() {
        return "root, or the same user as the process";
    }

    @Override
    default String inverse() {
        return "the process that sends the signals is ended, and the target gets SIGCONT";
    }

    @Override
    default Optional<String> missing(Machine machine) {
        return Optional.empty();
    }
}
