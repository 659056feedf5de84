package dev.shakeout.server.web;

import dev.shakeout.server.access.Grant;
import dev.shakeout.server.access.Role;
import dev.shakeout.server.access.Secret;
import dev.shakeout.server.access.Token;
import dev.shakeout.server.access.User;
import dev.shakeout.server.store.Store;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Makes those who may do something at a {@link Site}, and what they show for it. */
record People(Store store, SecureRandom random) {
    /** A token that nobody has yet. */
    Made token(Role role, Optional<String> environment, Duration life) {
        Instant now = Instant.now();
        return add(new Token(
                UUID.randomUUID().toString(),
                role.word(),
                role,
                environment,
                Optional.empty(),
                "t",
                now,
                Optional.of(now.plus(life)),
                Optional.empty()));
    }

    /** A user that nobody has yet, with what is granted. */
    User user(Grant... grants) {
        Instant now = Instant.now();
        String id = UUID.randomUUID().toString();
        var user = new User(id, "user-" + id, Optional.empty(), Optional.empty(), "t", now, Optional.empty());
        store.change(work -> {
            work.users().add(user);
            List.of(grants).forEach(grant -> work.users().grant(id, grant));
            return user;
        });
        return user;
    }

    static Grant grant(Role role, Optional<String> environment) {
        return new Grant(environment, role, Optional.empty(), "t", Instant.now());
    }

    /** One of a user, with which all may be done that they may. */
    Made token(User owner) {
        return token(owner, Role.ADMIN, Optional.empty());
    }

    Made token(User owner, Role most, Optional<String> environment) {
        return add(new Token(
                UUID.randomUUID().toString(),
                "of " + owner.name(),
                most,
                environment,
                Optional.of(owner.id()),
                "t",
                Instant.now(),
                Optional.empty(),
                Optional.empty()));
    }

    /** As a sign-in makes one. */
    Made session(User owner, Duration life) {
        Instant now = Instant.now();
        return add(new Token(
                UUID.randomUUID().toString(),
                "single sign-on",
                Role.ADMIN,
                Optional.empty(),
                Optional.of(owner.id()),
                Token.NOBODY,
                now,
                Optional.of(now.plus(life)),
                Optional.empty()));
    }

    private Made add(Token token) {
        Secret secret = Secret.create(random);
        store.change(work -> {
            work.tokens().add(token, secret);
            return token;
        });
        return new Made(token.id(), secret.text());
    }

    String admin() {
        return token(Role.ADMIN, Optional.empty(), Duration.ofHours(1)).secret();
    }
}
