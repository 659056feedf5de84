package dev.shakeout.server.access;

import java.time.Instant;
import java.util.Optional;

/**
 * Whoever asks.
 *
 * @param token with which
 * @param party on whose account
 */
public record Caller(Token token, Party party) {
    /** On whose account all is that is done: of the user, or of a token that is nobody's. */
    public String id() {
        return party.id();
    }

    public String name() {
        return party.name();
    }

    public String words() {
        return party.words();
    }

    /** What may be done with this token now: what its user may, and no more than it was made for. */
    public Grants grants() {
        return party.grants().within(token.role(), token.environment());
    }

    /** Why nothing may be done with it at this moment, in words; empty when something may. */
    public Optional<String> refused(Instant now) {
        return token.refused(now)
                .map(why -> "token '" + token.name() + "' is good for nothing: " + why)
                .or(() -> party.refused(now).map(why -> words() + " may do nothing: " + why));
    }
}
