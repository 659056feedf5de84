package dev.shakeout.faults.kubernetes;

import dev.shakeout.engine.Fault;
import dev.shakeout.model.Arguments;
import java.util.List;

/** A fault of objects of a cluster, that says what an account must be allowed to do. */
interface Entitled extends Fault {
    /** In the target's namespace. */
    List<Right> toHit(ResourceType type, Arguments arguments);
}
