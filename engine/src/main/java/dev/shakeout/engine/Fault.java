package dev.shakeout.engine;

import dev.shakeout.model.Descriptor;
import java.util.List;
import java.util.Set;

/**
 * A kind of failure that Shakeout injects itself, as data: what it is called, what it takes, and the rungs of the
 * privilege ladder it can stand on, best first. Found by {@link java.util.ServiceLoader}; adding one is one file and one
 * test.
 */
public interface Fault {
    /** Named group/failure, such as network/delay. */
    Descriptor descriptor();

    /** Kinds of target it can hit: host, process, … */
    Set<String> targetKinds();

    /** What is measured to tell that it bites and that it is gone, for the docs: "whether the process runs". */
    String effect();

    /** Best first; the planner takes the first that holds for the target. */
    List<Rung> rungs();
}
