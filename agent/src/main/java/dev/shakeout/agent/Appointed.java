package dev.shakeout.agent;

import dev.shakeout.model.Reading;
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

    /** What the agent measures. */
    default Reading measure() throws IOException {
        return assignment().measure();
    }

    /** What the agent makes of two readings. */
    default Report.Judged judge(Reading before, Reading now) throws IOException {
        return assignment().judge(before, now);
    }

    /**
     * See {@link dev.shakeout.engine.Effect#stands}.
     *
     * @throws IOException it cannot be told
     */
    default boolean targetStands() throws IOException, InterruptedException {
        return true;
    }
}
