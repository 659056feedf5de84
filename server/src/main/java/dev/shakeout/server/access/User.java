package dev.shakeout.server.access;

import java.time.Instant;
import java.util.Optional;

/**
 * A person. There are no passwords: a user comes by the single sign-on, or by a token that an admin has made for them.
 *
 * @param name unique, and never given to anybody else
 * @param email for people alone: nobody is found by it
 * @param subject by which a provider knows them; empty for one who comes by tokens
 * @param createdBy id of who made it
 */
public record User(
        String id,
        String name,
        Optional<String> email,
        Optional<Subject> subject,
        String createdBy,
        Instant createdAt,
        Optional<Instant> disabledAt) {
    /** A person as an OpenID provider knows them; no other provider means the same one by the same id. */
    public record Subject(String issuer, String id) {}
}
