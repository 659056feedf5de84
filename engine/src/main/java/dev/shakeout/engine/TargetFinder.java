package dev.shakeout.engine;

import dev.shakeout.model.Arguments;
import dev.shakeout.model.Descriptor;
import dev.shakeout.model.Target;
import java.util.List;

/** Finds targets of one kind, such as process. Found by {@link java.util.ServiceLoader}; named after its kind. */
public interface TargetFinder {
    /** The kind and its criteria. */
    Descriptor descriptor();

    /** All that match, oldest first, so that the same seed chooses the same one in a system started the same way. */
    List<Target> find(Arguments by, Machine machine);
}
