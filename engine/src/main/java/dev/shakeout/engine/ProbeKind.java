package dev.shakeout.engine;

import dev.shakeout.model.Arguments;
import dev.shakeout.model.Descriptor;

/** A way to read a system, such as http or load. Found by {@link java.util.ServiceLoader}. */
public interface ProbeKind {
    Descriptor descriptor();

    /** Whether it serves as an action too: calls that may change something. */
    default boolean acts() {
        return false;
    }

    /**
     * Makes a reader; connects to nothing yet.
     *
     * @param name of the activity, for messages
     */
    ProbeReader open(String name, Arguments arguments, Machine machine);
}
