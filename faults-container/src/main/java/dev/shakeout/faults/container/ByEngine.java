package dev.shakeout.faults.container;

import dev.shakeout.engine.Fault;
import java.util.Set;

/** A fault that a container's engine brings about. */
interface ByEngine extends Fault {
    @Override
    default Set<String> targetKinds() {
        return Set.of(ContainerFinder.KIND);
    }
}
