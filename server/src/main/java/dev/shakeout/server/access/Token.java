package dev.shakeout.server.access;

import java.time.Instant;
import java.util.Optional;

/**
 * What the server knows of a token; the token itself it does not know.
 *
 * @param environment the one in which it holds; empty for all of them
 * @param createdBy id of the token that made it; {@link #NOBODY} for the first
 */
public record Token(
        String id,
        String name,
        Role role,
        Optional<String> environment,
        String createdBy,
        Instant createdAt,
        Optional<Instant> expiresAt,
        Optional<Instant> revokedAt) {
    /** Who does what nobody asked for, such as the first start. */
    public static final String NOBODY = "server";

    /** Why it is good for nothing at this moment; empty when it is good. */
    public Optional<String> refused(Instant now) {
        if (revokedAt.isPresent()) {
            return Optional.of("it was revoked at " + revokedAt.get());
        }
        return expiresAt.filter(end -> !now.isBefore(end)).map(end -> "it expired at " + end);
    }

    /** Whether it holds for what belongs to an environment. */
    public boolean holdsIn(String other) {
        return environment.isEmpty() || environment.get().equals(other);
    }
}
