package dev.shakeout.engine;

import dev.shakeout.model.Reading;
import java.io.IOException;
import java.time.Duration;

/** Measures that a fault really bites, and afterwards that it is really gone. Measured on the system, never assumed. */
public interface Effect {
    /** What is measured, in words: "time to connect to 127.0.0.1:7001". */
    String what();

    /** Measures once; called before the first step, while the fault is on, and after it was taken back. */
    Reading read() throws IOException;

    /** Whether the reading while on shows the fault, given the one before it. */
    boolean bites(Reading before, Reading on);

    /** Whether the reading after shows that it is gone, given the one before it. */
    boolean gone(Reading before, Reading after);

    /** How long it may take from the last step until the effect can be measured. */
    default Duration patience() {
        return Duration.ofSeconds(5);
    }

    /** True when the fault is over at once and leaves nothing on, as a kill does: nothing is to be gone afterwards. */
    default boolean momentary() {
        return false;
    }
}
