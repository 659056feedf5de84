package dev.shakeout.server.store;

import java.time.Instant;
import java.util.Optional;

/**
 * Nothing may be run until this is released.
 *
 * @param environment the one that it is about; empty for all of them
 * @param by id of the user, or of the service token, that asked for it
 */
public record Halt(Optional<String> environment, String reason, String by, Instant at) {
    /** Whether it keeps runs in this environment from being started. */
    public boolean holdsIn(String other) {
        return environment.isEmpty() || environment.get().equals(other);
    }

    /** What is halted. */
    public String subject() {
        return subject(environment);
    }

    /** @param environment empty for all of them */
    public static String subject(Optional<String> environment) {
        return environment.map(name -> "environment '" + name + "'").orElse("everything");
    }
}
