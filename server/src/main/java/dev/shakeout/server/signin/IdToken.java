package dev.shakeout.server.signin;

import dev.shakeout.server.access.User;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a provider has said of somebody; its signature was verified.
 *
 * @param claims texts, numbers and flags as texts; of a list each of them
 * @param hash of what was signed: the same for every way to write the signature
 */
public record IdToken(
        User.Subject subject, Instant issuedAt, Instant expiresAt, Map<String, List<String>> claims, String hash) {
    public IdToken {
        claims = Map.copyOf(claims);
    }

    public Optional<String> claim(String name) {
        return all(name).stream().findFirst();
    }

    public List<String> all(String name) {
        return claims.getOrDefault(name, List.of());
    }
}
