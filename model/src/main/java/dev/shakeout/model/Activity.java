package dev.shakeout.model;

import java.time.Duration;
import java.util.Optional;

/** One entry of a method, a hypothesis or the rollbacks. */
public sealed interface Activity {
    String name();

    Provider provider();

    Pauses pauses();

    boolean background();

    Position position();

    /** As written in the file, for the journal. */
    Json.Obj source();

    /**
     * Reads something; changes nothing.
     *
     * @param within how long the tolerance may take to be met: the probe is read again until then; zero reads once
     */
    record Probe(
            String name,
            Provider provider,
            Optional<Tolerance> tolerance,
            Duration within,
            Pauses pauses,
            boolean background,
            Position position,
            Json.Obj source)
            implements Activity {}

    /** Changes something: a fault, or a call to a provider. */
    record Action(String name, Provider provider, Pauses pauses, boolean background, Position position, Json.Obj source)
            implements Activity {}

    /** How long to wait before and after. */
    record Pauses(Duration before, Duration after) {
        public static final Pauses NONE = new Pauses(Duration.ZERO, Duration.ZERO);
    }
}
