package dev.shakeout.model;

import java.time.Duration;
import java.util.Optional;

/** Who carries out an activity. */
public sealed interface Provider {
    /** A kind of probe by name (http, process, tcp, load, …); some of them serve as actions too. */
    record Call(String kind, Arguments arguments) implements Provider {}

    /**
     * A fault that Shakeout injects itself.
     *
     * @param duration how long it stays on; empty means until the method ends
     */
    record FaultCall(String fault, Selector selector, Arguments arguments, Optional<Duration> duration)
            implements Provider {}
}
