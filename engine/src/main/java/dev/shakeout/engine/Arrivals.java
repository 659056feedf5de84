package dev.shakeout.engine;

import dev.shakeout.model.Arguments;
import java.util.Optional;
import java.util.function.Consumer;

/** By which a finder tells of targets that appear while a run goes on. */
public interface Arrivals {
    /** Why it could not tell, such as a right that the account lacks; empty when it can. Changes nothing. */
    Optional<String> missing(Arguments by, Machine machine);

    /**
     * Begins to look.
     *
     * @param told the id of each target that matches, when it is there at the beginning, appears or changes; on a thread that
     *     must not be kept waiting
     */
    Lookout lookout(Arguments by, Machine machine, Consumer<String> told);

    /** What looks until it is closed. */
    interface Lookout extends AutoCloseable {
        /** Why it sees nothing at the moment. */
        Optional<String> trouble();

        /** Nothing is told any more. */
        @Override
        void close();
    }
}
