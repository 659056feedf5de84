package dev.shakeout.faults.host;

import dev.shakeout.engine.Machine;
import dev.shakeout.engine.Rung;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Target;
import java.util.Optional;
import java.util.Set;

/** A rung that sets a soft limit of another process. */
interface PrlimitRung extends Rung {
    @Override
    default String name() {
        return "resource limit (prlimit)";
    }

    @Override
    default Optional<Set<String>> capabilities() {
        return Optional.of(Set.of("SYS_RESOURCE"));
    }

    @Override
    default String needs() {
        return "prlimit; root, or the same user as the process";
    }

    @Override
    default String inverse() {
        return "the soft limit is put back";
    }

    @Override
    default Optional<String> missing(Machine machine) {
        return machine.tool("prlimit").isPresent()
                ? Optional.empty()
                : Optional.of("prlimit is not installed (Debian: util-linux)");
    }

    @Override
    default Optional<String> missingFor(Target target, Arguments arguments, Machine machine) {
        return SameProcess.outOfReach(target, machine);
    }
}
