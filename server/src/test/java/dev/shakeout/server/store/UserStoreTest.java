package dev.shakeout.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shakeout.server.access.Caller;
import dev.shakeout.server.access.Grant;
import dev.shakeout.server.access.Grants;
import dev.shakeout.server.access.Party;
import dev.shakeout.server.access.Role;
import dev.shakeout.server.access.Secret;
import dev.shakeout.server.access.Token;
import dev.shakeout.server.access.User;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Users, what they are granted, and their tokens, on either database. */
class UserStoreTest {
    private static final Instant NOW = Instant.parse("2026-02-03T10:00:00.123Z");
    private static final User.Subject ADA = new User.Subject("https://a.example.org", "s1");
    private static final Optional<String> STAGING = Optional.of("staging");

    private static User user(String id, String name, Optional<User.Subject> subject) {
        return new User(id, name, Optional.of(name + "@example.org"), subject, "t", NOW, Optional.empty());
    }

    private static boolean does(Store store, Function<Work, Boolean> work) {
        return store.<Boolean>change(work);
    }

    private static Grant grant(Optional<String> environment, Role role, String group) {
        return new Grant(environment, role, Optional.of(group).filter(text -> !text.isEmpty()), "t", NOW);
    }

    @ParameterizedTest
    @EnumSource
    void aNameAndASubjectAreThoseOfOneUser(Databases kind) {
        try (Store store = kind.open()) {
            User ada = user("u1", "ada", Optional.of(ADA));
            assertThat(does(store, work -> work.users().add(ada))).isTrue();
            assertThat(does(store, work -> work.users().add(user("u2", "ada", Optional.empty()))))
                    .isFalse();
            assertThat(does(store, work -> work.users().add(user("u2", "bo", Optional.of(ADA)))))
                    .isFalse();
            assertThat(does(
                            store,
                            work -> work.users()
                                    .add(user(
                                            "u2", "bo", Optional.of(new User.Subject("https://b.example.org", "s1"))))))
                    .as("the same id of another provider")
                    .isTrue();
            assertThat(does(store, work -> work.users().add(user("u3", "cy", Optional.empty()))))
                    .isTrue();
            assertThat(does(store, work -> work.users().add(user("u4", "di", Optional.empty()))))
                    .isTrue();
            assertThat(store.<Optional<User>>read(work -> work.users().of(ADA))).contains(ada);
            assertThat(store.<Optional<User>>read(work -> work.users().named("ada")))
                    .contains(ada);
            Page<User> page = store.read(work -> work.users().page(Optional.of("ada"), 2));
            assertThat(page.items()).extracting(User::name).containsExactly("bo", "cy");
            assertThat(page.next()).contains("cy");
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatGroupsGrantComesAndGoesAndWhatAnAdminGaveStays(Databases kind) {
        try (Store store = kind.open()) {
            does(store, work -> work.users().add(user("u1", "ada", Optional.of(ADA))));
            store.change(work -> {
                work.users().grant("u1", grant(STAGING, Role.OPERATOR, ""));
                work.users()
                        .ofGroups(
                                "u1",
                                List.of(
                                        grant(STAGING, Role.APPROVER, "sre"),
                                        grant(Optional.empty(), Role.VIEWER, "all")));
                return work;
            });
            assertThat(may(store)).isEqualTo(new Grants(Optional.of(Role.VIEWER), Map.of("staging", Role.APPROVER)));
            store.change(work -> {
                work.users().ofGroups("u1", List.of());
                work.users().grant("u1", grant(STAGING, Role.VIEWER, ""));
                return work;
            });
            assertThat(may(store)).isEqualTo(Grants.of(Role.VIEWER, STAGING));
            assertThat(does(store, work -> work.users().revoke("u1", Optional.empty())))
                    .isFalse();
            assertThat(does(store, work -> work.users().revoke("u1", STAGING))).isTrue();
            assertThat(may(store)).isEqualTo(Grants.NONE);
        }
    }

    private static Grants may(Store store) {
        return store.read(work -> work.users().may("u1"));
    }

    @ParameterizedTest
    @EnumSource
    void aTokenOfAUserIsOnAccountOfThatUser(Databases kind) {
        try (Store store = kind.open()) {
            var secret = new Secret("shakeout_one");
            var token = new Token(
                    "t1",
                    "laptop",
                    Role.OPERATOR,
                    STAGING,
                    Optional.of("u1"),
                    "t0",
                    NOW,
                    Optional.empty(),
                    Optional.empty());
            store.change(work -> {
                work.users().add(user("u1", "ada", Optional.empty()));
                work.users().grant("u1", grant(Optional.empty(), Role.ADMIN, ""));
                work.tokens().add(token, secret);
                return work;
            });
            Caller caller = store.read(work -> work.parties().of(secret)).orElseThrow();
            assertThat(caller.token()).isEqualTo(token);
            assertThat(caller.id()).isEqualTo("u1");
            assertThat(caller.grants()).isEqualTo(Grants.of(Role.OPERATOR, STAGING));
            assertThat(caller.refused(NOW)).isEmpty();
            assertThat(does(store, work -> work.users().disable("u1", NOW))).isTrue();
            assertThat(does(store, work -> work.users().disable("u1", NOW))).isFalse();
            Party party = store.read(work -> work.parties().find("u1")).orElseThrow();
            assertThat(party.refused(NOW))
                    .hasValueSatisfying(why -> assertThat(why).contains("disabled"));
            assertThat(does(store, work -> work.users().enable("u1"))).isTrue();
            assertThat(store.<String>read(work -> work.parties().words("u1"))).isEqualTo("user 'ada'");
            assertThat(store.<String>read(work -> work.parties().name("gone"))).isEqualTo("gone");
        }
    }

    @ParameterizedTest
    @EnumSource
    void anIdTokenIsGoodOnce(Databases kind) {
        try (Store store = kind.open()) {
            assertThat(does(store, work -> work.users().cameBy("h1", NOW.plusSeconds(9), NOW)))
                    .isTrue();
            assertThat(does(store, work -> work.users().cameBy("h1", NOW.plusSeconds(9), NOW.plusSeconds(8))))
                    .isFalse();
            assertThat(does(store, work -> work.users().cameBy("h2", NOW.plusSeconds(9), NOW.plusSeconds(10))))
                    .isTrue();
            assertThat(store.<Long>changeBy(handle -> handle.createQuery("SELECT COUNT(*) FROM used_id_tokens")
                            .mapTo(Long.class)
                            .one()))
                    .as("what is refused anyway is forgotten")
                    .isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void anUpgradeLeavesTokensAsTheyWere(Databases kind) throws Exception {
        try (Store store = kind.open()) {
            store.changeBy(handle -> {
                for (String undo : List.of(
                        "DROP INDEX tokens_by_owner",
                        "ALTER TABLE tokens DROP COLUMN owner",
                        "DROP TABLE grants",
                        "DROP TABLE users",
                        "DROP TABLE used_id_tokens",
                        "INSERT INTO tokens (id, name, hash, role, environment, created_by, created_at) VALUES"
                                + " ('t1', 'ci', '" + new Secret("shakeout_one").hash()
                                + "', 'operator', 'staging', 'server', 1)")) {
                    handle.execute(undo);
                }
                return handle;
            });
            Stores.upgrade(store, "V12__users.sql");
            Caller caller = store.read(work -> work.parties().of(new Secret("shakeout_one")))
                    .orElseThrow();
            assertThat(caller.party()).isInstanceOf(Party.OfToken.class);
            assertThat(caller.grants()).isEqualTo(Grants.of(Role.OPERATOR, STAGING));
            assertThat(caller.token().isSession())
                    .as("the first token never ends")
                    .isFalse();
        }
    }
}
