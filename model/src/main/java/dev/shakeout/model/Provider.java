package dev.shakeout.model;

import java.time.Duration;
import java.util.Optional;

/** Who carries out an activity. */
public sealed interface Provider {
    /** A kind of probe by name (http, process, tcp, load, …); some of them serve as actions too. */
    record Call(String kind, Arguments arguments) implements Provider {
        /** The same call with one more of the arguments that it passes on. */
        public Call passing(String name, Json value) {
            var passed = arguments.values().get(PASSED) instanceof Json.Obj given ? given : Json.Obj.EMPTY;
            var all = new java.util.LinkedHashMap<>(arguments.values());
            all.put(PASSED, passed.with(name, value));
            return new Call(kind, new Arguments(all));
        }

        private static final String PASSED = "arguments";
    }

    /**
     * A fault that Shakeout injects itself.
     *
     * @param duration how long it stays on; empty means until the method ends
     */
    record FaultCall(String fault, Selector selector, Arguments arguments, Optional<Duration> duration)
            implements Provider {}
}
