package dev.shakeout.engine;

import dev.shakeout.model.Json;
import dev.shakeout.model.LoadWindow;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Reads a system for one activity. */
public sealed interface ProbeReader extends AutoCloseable {
    /** The run begins: what must see all of it starts here. Does not wait, and tells of failures when it is read. */
    default void start() {}

    @Override
    default void close() {}

    /** Reads once, when asked. */
    non-sealed interface Once extends ProbeReader {
        /** @throws ProbeFailed when nothing could be read: no connection, a time-out */
        Json read() throws ProbeFailed, InterruptedException;

        /**
         * When the system was not as it should be since the run began, the first time first. Empty for a reader that was not
         * told of it while it happened.
         */
        default Optional<List<Lapse>> lapses() {
            return Optional.empty();
        }
    }

    /** @param to empty while it lasts */
    record Lapse(Instant from, Optional<Instant> to) {}

    /** Samples from {@link #start()} to {@link #close()} and is asked about any span of that time. */
    non-sealed interface Continuous extends ProbeReader {
        @Override
        void start();

        /** The requests that were due in this span and have an outcome by now. */
        LoadWindow window(Instant from, Instant to);
    }
}
