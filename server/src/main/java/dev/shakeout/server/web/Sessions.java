package dev.shakeout.server.web;

import dev.shakeout.model.Json;
import dev.shakeout.server.access.Caller;
import dev.shakeout.server.access.Role;
import dev.shakeout.server.access.Secret;
import dev.shakeout.server.access.Token;
import dev.shakeout.server.access.User;
import dev.shakeout.server.signin.IdToken;
import dev.shakeout.server.signin.SignIn.Arrival;
import dev.shakeout.server.signin.SignInRules;
import dev.shakeout.server.store.Work;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Lets in who has come by single sign-on: in one transaction, with a token that ends by itself.
 *
 * @param ids each a new one that nobody has
 */
record Sessions(Supplier<String> ids) {
    private static final int LONGEST_NAME = 80;
    /** Tokens of sessions that ended longer ago are forgotten; what was done with them is on account of the user. */
    private static final Duration REMEMBERED = Duration.ofDays(30);

    /** @throws Refusal somebody has come with the same ID token before, or the user is disabled */
    Caller begin(Arrival arrival, Secret secret, Instant now, Work work) {
        IdToken proof = arrival.token();
        if (!work.users().cameBy(proof.hash(), proof.expiresAt().plus(Duration.ofMinutes(2)), now)) {
            throw Refusal.noToken("somebody has come with this ID token already, and it is good once; sign in again");
        }
        work.tokens().forgetSessions(now.minus(REMEMBERED));
        Token token = switch (arrival) {
            case Arrival.Person(IdToken said, SignInRules.People rules) -> person(said, rules, now, work);
            case Arrival.Job(IdToken said, SignInRules.Workload rule) -> job(said, rule, now);
        };
        work.tokens().add(token, secret);
        var caller = new Caller(token, work.parties().of(token));
        work.audit()
                .append(
                        now,
                        caller,
                        "session.begin",
                        "token/" + token.id(),
                        Json.object(
                                "issuer",
                                proof.subject().issuer(),
                                "subject",
                                proof.subject().id(),
                                "may",
                                caller.grants().words()));
        return caller;
    }

    private Token person(IdToken said, SignInRules.People rules, Instant now, Work work) {
        User user = work.users().of(said.subject()).orElseGet(() -> newcomer(said, rules, now, work));
        if (user.disabledAt().isPresent()) {
            throw Refusal.forbidden("user '" + user.name() + "' was disabled by an admin at "
                    + user.disabledAt().get());
        }
        said.claim("email").ifPresent(email -> work.users().email(user.id(), email));
        work.users().ofGroups(user.id(), rules.of(Set.copyOf(said.all(rules.groupsClaim())), Token.NOBODY, now));
        return token("single sign-on", Role.ADMIN, Optional.empty(), Optional.of(user.id()), now, rules.valid());
    }

    /** Known by the subject alone: a name or an address of e-mail can be that of somebody else tomorrow. */
    private User newcomer(IdToken said, SignInRules.People rules, Instant now, Work work) {
        String wanted = name(said.claim(rules.nameClaim()).orElse("user"));
        return IntStream.iterate(1, number -> number + 1)
                .mapToObj(number -> new User(
                        ids.get(),
                        number == 1 ? wanted : wanted + "-" + number,
                        said.claim("email"),
                        Optional.of(said.subject()),
                        Token.NOBODY,
                        now,
                        Optional.empty()))
                .filter(user -> work.users().named(user.name()).isEmpty())
                .findFirst()
                .filter(work.users()::add)
                .orElseThrow(() -> Refusal.conflict("somebody has signed in by the same name just now; sign in again"));
    }

    /** Such as a name of the API may be. */
    private static String name(String claimed) {
        String name = claimed.replaceAll("[^A-Za-z0-9._-]+", "-").replaceFirst("^[^A-Za-z0-9]+", "");
        return name.isEmpty() ? "user" : name.substring(0, Math.min(LONGEST_NAME, name.length()));
    }

    private Token job(IdToken said, SignInRules.Workload rule, Instant now) {
        return token(
                "workload " + said.subject().id(),
                rule.role(),
                rule.environment(),
                Optional.empty(),
                now,
                rule.valid());
    }

    private Token token(
            String name, Role role, Optional<String> environment, Optional<String> owner, Instant now, Duration valid) {
        return new Token(
                ids.get(),
                name,
                role,
                environment,
                owner,
                Token.NOBODY,
                now,
                Optional.of(now.plus(valid)),
                Optional.empty());
    }
}
