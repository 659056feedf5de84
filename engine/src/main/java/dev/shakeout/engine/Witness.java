package dev.shakeout.engine;

import dev.shakeout.model.Injection;
import dev.shakeout.model.Proof;
import java.io.IOException;
import java.util.List;

/**
 * Sees what faults can change before a run and after it, and says what the run has left behind. Found by {@link
 * java.util.ServiceLoader}; one for each kind of place that faults hit, such as a host.
 */
public interface Witness {
    /** What it looks at: host. */
    String name();

    /**
     * Looks before anything is injected. Changes nothing.
     *
     * @throws IOException it cannot look, so nothing could be proved
     */
    Sight look(Scope scope, Machine machine) throws IOException;

    /**
     * The run that will have to answer for it.
     *
     * @param runId part of the name of the run's ledger, which every process of its steps is told in the environment
     *     variable SHAKEOUT_STEP
     */
    record Scope(String runId, List<Injection> injections) {}

    /** What was seen before. */
    interface Sight {
        /** Looks again and compares. May be asked more than once: what has just been taken back may need a moment. */
        Proof compare() throws IOException;
    }
}
