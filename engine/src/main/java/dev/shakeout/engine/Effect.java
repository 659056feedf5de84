package dev.shakeout.engine;

import dev.shakeout.model.Reading;
import dev.shakeout.model.Verdict;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

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

    /** Whether it is no use to wait for more than this reading shows: what was to bite has come to an end. */
    default boolean settled(Reading now) {
        return false;
    }

    /**
     * How often to look how far somebody else is who carries the fault out, while it is on; each other {@link Reading#words}
     * is a stage that is told. Empty: nobody else does, and nothing is told between the beginning and the end.
     */
    default Optional<Duration> followed() {
        return Optional.empty();
    }

    /**
     * What somebody else who has carried the fault out says of it, beyond what is measured. Asked once it was taken back, or
     * could not be.
     */
    default Optional<Outcome> outcome() {
        return Optional.empty();
    }

    /**
     * Why a run is not what it would be without.
     *
     * @param verdict the best that it can still be
     */
    record Outcome(Verdict verdict, String words) {}

    /**
     * Whether what it was planned for still stands; asked when an earlier fault of the run on the same target was over at once,
     * such as the kill of what runs in a container.
     *
     * @throws IOException it cannot be told
     */
    default boolean stands() throws IOException, InterruptedException {
        return true;
    }

    /** True when the fault is over at once and leaves nothing on, as a kill does: nothing is to be gone afterwards. */
    default boolean momentary() {
        return false;
    }
}
