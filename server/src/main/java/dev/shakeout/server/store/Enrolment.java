package dev.shakeout.server.store;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * What the server knows of a token by which one agent may join; the token itself it does not know.
 *
 * @param environment the only one that the agent is for
 * @param labels those that the agent gets; {@link #FREE} stands for what it says itself
 * @param createdBy id of the user, or of the service token, that made it
 * @param usedBy id of the agent
 */
public record Enrolment(
        String id,
        String environment,
        Map<String, String> labels,
        String createdBy,
        Instant createdAt,
        Instant expiresAt,
        Optional<Instant> revokedAt,
        Optional<Instant> usedAt,
        Optional<String> usedBy) {
    public static final String FREE = "*";

    public Enrolment {
        labels = Map.copyOf(labels);
    }

    /** Why nobody joins by it at this moment; empty when somebody may. */
    public Optional<String> refused(Instant now) {
        if (usedAt.isPresent()) {
            return Optional.of("it was used at " + usedAt.get() + ", and each lets in one agent");
        }
        if (revokedAt.isPresent()) {
            return Optional.of("it was revoked at " + revokedAt.get());
        }
        return now.isBefore(expiresAt) ? Optional.empty() : Optional.of("it expired at " + expiresAt);
    }
}
