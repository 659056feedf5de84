package dev.shakeout.engine;

import dev.shakeout.model.Arguments;
import dev.shakeout.model.Descriptor;
import dev.shakeout.model.Misfit;
import java.util.List;
import java.util.Optional;

/** A way to read a system, such as http or load. Found by {@link java.util.ServiceLoader}. */
public interface ProbeKind {
    Descriptor descriptor();

    /** Whether it serves as an action too: calls that may change something. */
    default boolean acts() {
        return false;
    }

    /** Whether it serves as a probe: what needs something made for each call is an action only. */
    default boolean reads() {
        return true;
    }

    /**
     * Holds arguments, all well formed, against what they name, before anything runs.
     */
    default Optional<Misfit> check(Arguments arguments, Machine machine) {
        return Optional.empty();
    }

    /** What a call will change, as far as that is known beforehand and there is a fault that changes the same. */
    default List<Foreseen> foresees(Arguments arguments, Machine machine) {
        return List.of();
    }

    /**
     * What must be made for a call before it, and taken away after it; only for activities of the method.
     *
     * @param activity its name
     * @throws dev.shakeout.model.BadValue it cannot be made, whatever is allowed here
     */
    default List<Made> makes(String activity, Arguments arguments, Machine machine) {
        return List.of();
    }

    /**
     * Makes a reader; connects to nothing yet.
     *
     * @param name of the activity, for messages
     */
    ProbeReader open(String name, Arguments arguments, Machine machine);
}
