package dev.shakeout.server.access;

import java.time.Instant;
import java.util.Optional;

/**
 * What the server knows of a token; the token itself it does not know.
 *
 * @param role what its holder may do; of a user's token the most that counts of what the user may
 * @param environment the one in which it holds; empty for all of them
 * @param owner id of the user whose it is; empty for a service token, which is nobody's
 * @param createdBy id of the user or service token that made it; {@link #NOBODY} for the first
 */
public record Token(
        String id,
        String name,
        Role role,
        Optional<String> environment,
        Optional<String> owner,
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

    /** Whether it was made by a sign-in; the first token, which nobody made either, never ends. */
    public boolean isSession() {
        return createdBy.equals(NOBODY) && expiresAt.isPresent();
    }
}
