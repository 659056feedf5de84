package dev.shakeout.server.store;

import static dev.shakeout.server.store.Stores.NOW;
import static dev.shakeout.server.store.Stores.assertFound;
import static org.assertj.core.api.Assertions.assertThat;

import dev.shakeout.server.access.Role;
import dev.shakeout.server.access.Secret;
import dev.shakeout.server.access.Token;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a token lets in is found by its secret, which the store does not have. */
class TokenStoreTest {
    @AutoClose
    private final Stores stores = new Stores();

    @ParameterizedTest
    @EnumSource
    void aTokenIsFoundByItselfAndIsNowhereInTheStore(Databases kind) throws SQLException {
        Store store = stores.open(kind);
        var secret = new Secret("shakeout_secret");
        var token = new Token(
                "t1",
                "ci",
                Role.OPERATOR,
                Optional.of("staging"),
                Optional.empty(),
                "t0",
                NOW,
                Optional.of(NOW.plusSeconds(9)),
                Optional.empty());
        store.change(work -> {
            work.tokens().add(token, secret);
            return token;
        });
        assertFound(store, work -> work.tokens().of(secret)).contains(token);
        assertFound(store, work -> work.tokens().of(new Secret("shakeout_other")))
                .isEmpty();
        assertThat(store.<Boolean>change(work -> work.tokens().revoke("t1", NOW)))
                .isTrue();
        assertThat(store.<Boolean>change(work -> work.tokens().revoke("t1", NOW)))
                .isFalse();
        assertThat(store.read(work -> work.tokens().find("t1")).orElseThrow().refused(NOW))
                .hasValueSatisfying(why -> assertThat(why).contains("revoked"));
        try (var connection = DriverManager.getConnection(stores.url(kind));
                var rows = connection.createStatement().executeQuery("SELECT * FROM tokens")) {
            rows.next();
            for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                assertThat(String.valueOf(rows.getString(i))).doesNotContain("secret");
            }
        }
    }
}
