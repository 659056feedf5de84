package dev.shakeout.faults.container;

import dev.shakeout.engine.Fault;
import java.util.Set;

/** A fault of containers alone. */
interface ContainerFault extends Fault {
    @Override
    default Set<String> targetKinds() {
        return Set.of(ContainerFinder.KIND);
    }
}
