package dev.shakeout.server.schedule;

import java.time.Duration;

/** What is done about starts that were due while no server was there. */
public sealed interface Missed {
    /** Nothing. */
    record Skip() implements Missed {}

    /**
     * However many were missed, one is made up for.
     *
     * @param latest how late that may be
     */
    record Once(Duration latest) implements Missed {}
}
