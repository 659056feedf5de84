package dev.shakeout.server.access;

import java.time.Instant;
import java.util.Optional;

/** Somebody on whose account things are done: a person, however many tokens they have, or a token that is nobody's. */
public sealed interface Party {
    String id();

    String name();

    /** What it may do now. */
    Grants grants();

    /** Why it may do nothing at all at this moment; empty when it may do what it is granted. */
    Optional<String> refused(Instant now);

    /** With what it is, for a person: "user 'ada'". */
    String words();

    /** By which people are told apart, and never two for one. */
    String unique();

    /** @param grants as they are now */
    record OfUser(User user, Grants grants) implements Party {
        @Override
        public String id() {
            return user.id();
        }

        @Override
        public String name() {
            return user.name();
        }

        @Override
        public Optional<String> refused(Instant now) {
            return user.disabledAt().map(at -> "an admin has disabled it at " + at);
        }

        @Override
        public String words() {
            return "user '" + name() + "'";
        }

        @Override
        public String unique() {
            return name() + " (user " + id() + ")";
        }
    }

    /** A service token. */
    record OfToken(Token token) implements Party {
        @Override
        public String id() {
            return token.id();
        }

        @Override
        public String name() {
            return token.name();
        }

        @Override
        public Grants grants() {
            return Grants.of(token.role(), token.environment());
        }

        @Override
        public Optional<String> refused(Instant now) {
            return token.refused(now);
        }

        @Override
        public String words() {
            return "token '" + name() + "'";
        }

        @Override
        public String unique() {
            return name() + " (token " + id() + ")";
        }
    }
}
