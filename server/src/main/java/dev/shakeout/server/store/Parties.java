package dev.shakeout.server.store;

import dev.shakeout.server.access.Caller;
import dev.shakeout.server.access.Party;
import dev.shakeout.server.access.Secret;
import dev.shakeout.server.access.Token;
import dev.shakeout.server.access.User;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** On whose account things are done, with what they may do as it is now. */
public final class Parties {
    private final Tokens tokens;
    private final Users users;

    Parties(Handle handle) {
        this.tokens = new Tokens(handle);
        this.users = new Users(handle);
    }

    /** By the id that stands wherever somebody did something. */
    public Optional<Party> find(String id) {
        return users.find(id).map(this::of).or(() -> tokens.find(id).map(this::of));
    }

    /** Whoever comes with a token; whether that is still good is another question. */
    public Optional<Caller> of(Secret secret) {
        return tokens.of(secret).map(token -> new Caller(token, of(token)));
    }

    public Party of(Token token) {
        return token.owner()
                .map(owner -> of(users.find(owner).orElseThrow()))
                .orElseGet(() -> new Party.OfToken(token));
    }

    public Party of(User user) {
        return new Party.OfUser(user, users.may(user.id()));
    }

    /** For a person; the id where nobody is known by it any more. */
    public String name(String id) {
        return users.find(id)
                .map(User::name)
                .or(() -> tokens.find(id).map(Token::name))
                .orElse(id);
    }

    /** The same with what it is: "user 'ada'". */
    public String words(String id) {
        return find(id).map(Party::words).orElse("token '" + id + "'");
    }
}
