package dev.shakeout.server.run;

import dev.shakeout.server.access.Role;
import dev.shakeout.server.access.Token;
import dev.shakeout.server.store.Work;
import java.time.Instant;
import java.util.Optional;

/** Whether runs may be started on account of a token by itself, when nobody asks with it. */
final class Account {
    private Account() {}

    /**
     * Why none may be, in words; empty when one may.
     *
     * @param what the token has to do with it, in words
     */
    static Optional<String> refused(String token, String what, String environment, Instant now, Work work) {
        Optional<Token> found = work.tokens().find(token);
        Optional<String> why = found.isEmpty()
                ? Optional.of("is not there any more")
                : found.get()
                        .refused(now)
                        .map(words -> "is good for nothing: " + words)
                        .or(() -> mayNot(found.get(), environment));
        return why.map(words -> "token '" + found.map(Token::name).orElse(token) + "', which " + what + ", " + words);
    }

    private static Optional<String> mayNot(Token token, String environment) {
        return token.role().covers(Role.OPERATOR) && token.holdsIn(environment)
                ? Optional.empty()
                : Optional.of("may not start runs in " + environment);
    }
}
