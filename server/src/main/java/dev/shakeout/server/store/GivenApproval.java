package dev.shakeout.server.store;

import java.time.Instant;
import java.util.Optional;

/**
 * Somebody's word that a version of an experiment may be run in an environment.
 *
 * @param sha256 of what is run then
 * @param run the only one that it is for; empty when it was given ahead of time
 * @param approver id of the user, or of the service token
 * @param expiresAt from when on no run begins by it; empty when it is for one run, which has a time of its own
 * @param revokedBy id of the user, or of the service token
 */
public record GivenApproval(
        String id,
        String experiment,
        long version,
        String sha256,
        String environment,
        Optional<String> run,
        String approver,
        Instant givenAt,
        Optional<Instant> expiresAt,
        Optional<Instant> revokedAt,
        Optional<String> revokedBy) {
    /** Whether it still counts for what begins now. */
    public boolean holds(Instant now) {
        return revokedAt.isEmpty() && expiresAt.filter(end -> !end.isAfter(now)).isEmpty();
    }
}
