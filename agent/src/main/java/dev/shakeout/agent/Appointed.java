package dev.shakeout.agent;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;

/** An agent that a run has an assignment for, and the way to it. */
public interface Appointed {
    Assignment assignment();

    /** A socket where the steps of the run, which are processes, ask for what its agents are to do. */
    Path door();

    /**
     * Brings the way about, and has the agent plan.
     *
     * @param lease without a sign of life for this long it takes everything back
     * @param lost told what must stop the run
     * @throws IOException it cannot be done there, with the reason; nothing was injected
     */
    void begin(Duration lease, Consumer<String> lost) throws IOException;
}
