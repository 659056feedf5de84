package dev.shakeout.server.web;

import dev.shakeout.server.access.Caller;
import dev.shakeout.server.access.Party;
import dev.shakeout.server.access.Role;
import dev.shakeout.server.access.Token;
import dev.shakeout.server.access.User;
import dev.shakeout.server.store.Work;
import java.time.Instant;
import java.util.Optional;

/**
 * That an admin of all environments remains: without one nobody could make tokens or grant anything any more.
 *
 * @param issuer by whose word people sign in here; empty without single sign-on
 */
record Admins(Optional<String> issuer) {
    /**
     * After the change, and after its entry in the audit log, to which one at a time appends.
     *
     * @throws Refusal none is left
     */
    void require(Instant now, Work work) {
        if (work.tokens().all().stream().noneMatch(token -> isOne(token, now, work))
                && issuer.filter(from -> work.users().from(from).stream().anyMatch(user -> isOne(user, now, work)))
                        .isEmpty()) {
            throw Refusal.conflict(
                    "it is the last admin token for all environments, or the last user who is their admin,"
                            + " and without one nobody could make tokens or grant roles; make another one first");
        }
    }

    /** One that ends by itself soon is none to rely on. */
    private static boolean isOne(Token token, Instant now, Work work) {
        return token.role() == Role.ADMIN
                && token.environment().isEmpty()
                && !token.isSession()
                && isOne(new Caller(token, work.parties().of(token)), now);
    }

    private static boolean isOne(Caller caller, Instant now) {
        return caller.refused(now).isEmpty() && caller.grants().covers(Role.ADMIN, Optional.empty());
    }

    private static boolean isOne(User user, Instant now, Work work) {
        Party party = work.parties().of(user);
        return party.refused(now).isEmpty() && party.grants().covers(Role.ADMIN, Optional.empty());
    }
}
