package dev.shakeout.server.store;

import dev.shakeout.model.Json;
import dev.shakeout.server.access.Secret;
import java.time.Instant;
import java.util.List;

/**
 * A change that somebody made.
 *
 * @param seq 1 for the first
 * @param actor id of the user, or of the service token
 * @param action what was done: token.create, run.start, …
 * @param subject to what: token/ID, run/ID, …
 * @param hash of all this and of the hash of the entry before
 */
public record AuditEntry(
        long seq, Instant at, String actor, String action, String subject, Json.Obj details, String hash) {
    /** The hash that follows from an entry and the one before it; a list, as joined texts could be split otherwise. */
    static String hash(
            long seq, Instant at, String actor, String action, String subject, String details, String before) {
        return Secret.sha256(Json.of(List.of(
                        Json.of(seq),
                        Json.of(at.toEpochMilli()),
                        Json.of(actor),
                        Json.of(action),
                        Json.of(subject),
                        Json.of(details),
                        Json.of(before)))
                .compact());
    }
}
