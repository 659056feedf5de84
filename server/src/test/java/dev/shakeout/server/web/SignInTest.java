package dev.shakeout.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import dev.shakeout.model.Json;
import dev.shakeout.server.access.Role;
import dev.shakeout.server.access.User;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Single sign-on by a played provider: who is let in, as what, and who is not. */
class SignInTest {
    private static final String SECRET = "known to this login alone";

    private Site site;

    @BeforeEach
    void start() throws IOException {
        site = new Site();
    }

    @AfterEach
    void end() throws IOException {
        site.close();
        assertThat(site.troubles).isEmpty();
    }

    private HttpResponse<String> come(String token, String secret) throws Exception {
        Json.Obj body = secret.isEmpty()
                ? Json.object("id-token", token)
                : Json.object("id-token", token, "nonce-secret", secret);
        return site.send(
                "POST", new Sample(Endpoints.API + "/sessions", Map.of(), Optional.of(body)), Optional.empty());
    }

    private Json.Obj letIn(JWTClaimsSet.Builder claims) throws Exception {
        var response = come(site.provider.signed(claims), SECRET);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
        return Site.json(response);
    }

    private void refused(String token, String... words) throws Exception {
        refused(come(token, SECRET), words);
    }

    private static void refused(HttpResponse<String> response, String... words) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(401);
        assertThat(text(Site.json(response), "detail")).contains(words);
    }

    private static String text(Json.Obj object, String member) {
        return object.get(member).map(Json::text).orElse("");
    }

    private static String may(Json.Obj session) {
        return session.get("may").orElseThrow().compact();
    }

    private HttpResponse<String> ask(String verb, String path, String secret) throws Exception {
        return site.send(verb, new Sample(Endpoints.API + path, Map.of(), Optional.empty()), Optional.of(secret));
    }

    private User ada() {
        return site.store
                .read(work -> work.users().of(new User.Subject(site.provider.issuer(), "ada")))
                .orElseThrow();
    }

    private JWTClaimsSet.Builder person(String... groups) {
        return site.provider.person("ada", SECRET, groups);
    }

    @Test
    void groupsSayWhatSomebodyMayAndWhatAnAdminGaveStays() throws Exception {
        Json.Obj first = letIn(person("sre", "everybody", "others"));
        assertThat(text(first, "name")).isEqualTo("ada");
        assertThat(may(first)).isEqualTo("[{\"role\":\"viewer\"},{\"environment\":\"staging\",\"role\":\"approver\"}]");
        site.store.change(work -> {
            work.users().grant(ada().id(), People.grant(Role.OPERATOR, Optional.of(Site.PRODUCTION)));
            return work;
        });

        Json.Obj second = letIn(person("everybody"));
        assertThat(text(second, "id")).as("the same user").isEqualTo(text(first, "id"));
        assertThat(may(second))
                .isEqualTo("[{\"role\":\"viewer\"},{\"environment\":\"production\",\"role\":\"operator\"}]");
        assertThat(may(Site.json(ask("GET", "/me", text(first, "secret")))))
                .as("the earlier session too")
                .isEqualTo(may(second));
        assertThat(may(letIn(person()))).isEqualTo("[{\"environment\":\"production\",\"role\":\"operator\"}]");
    }

    @Test
    void aSessionEndsByItselfAndByLogout() throws Exception {
        Json.Obj session = letIn(person("everybody"));
        assertThat(Instant.parse(text(session, "expires-at")))
                .isBetween(
                        Instant.now().plus(Duration.ofMinutes(479)),
                        Instant.now().plus(Duration.ofMinutes(481)));
        String secret = text(session, "secret");
        assertThat(ask("GET", "/runs", secret).statusCode()).isEqualTo(200);
        assertThat(ask("DELETE", "/sessions/current", secret).statusCode()).isEqualTo(200);
        assertThat(ask("GET", "/runs", secret).statusCode()).isEqualTo(401);
        assertThat(text(Site.json(ask("GET", "/runs", secret)), "detail")).contains("Sign in again");
    }

    @Test
    void somebodyElseOfTheSameNameIsSomebodyElse() throws Exception {
        site.store.change(work -> work.users()
                .add(new User(
                        "u1",
                        "ada",
                        Optional.of("ada@example.org"),
                        Optional.empty(),
                        "t",
                        Instant.now(),
                        Optional.empty())));
        Json.Obj session = letIn(person().claim("email", "ada@example.org"));
        assertThat(text(session, "name")).isEqualTo("ada-2");
        assertThat(text(session, "id")).isNotEqualTo("u1");
        assertThat(text(letIn(site.provider.person("b", SECRET).claim("preferred_username", "/../ö b")), "name"))
                .isEqualTo("b");
        assertThat(text(letIn(site.provider.person("c", SECRET).claim("preferred_username", "ö")), "name"))
                .isEqualTo("user");
    }

    @Test
    void whoIsDisabledIsNotLetIn() throws Exception {
        letIn(person("everybody"));
        site.store.change(work -> work.users().disable(ada().id(), Instant.now()));
        var response = come(site.provider.signed(person("everybody")), SECRET);
        assertThat(response.statusCode()).isEqualTo(403);
        assertThat(text(Site.json(response), "detail")).contains("was disabled by an admin");
    }

    @Test
    void whatIsNotSaidByTheProviderForUsIsRefused() throws Exception {
        refused(site.provider.signed(person().issuer("https://evil.example.org")), "nobody is let in here");
        refused(site.provider.signed(person().audience("another")), "nobody is let in here");
        refused(site.provider.signed(person().audience(List.of("shakeout", "another"))), "issued to somebody else");
        refused(site.provider.signed(person().claim("azp", "another")), "issued to somebody else");
        refused(site.provider.forged(person()), "not accepted");
        refused(new PlainJWT(person().build()).serialize(), "no signed JSON Web Token");
        refused("x", "no signed JSON Web Token");
        refused("a.b.c", "no signed JSON Web Token");
        refused("x".repeat(40_000), "longer than");
        refused(site.provider.signed(person().subject(null)), "sub");
        assertThat(site.store.<List<User>>read(
                        work -> work.users().page(Optional.empty(), 9).items()))
                .isEmpty();
    }

    @Test
    void aSignatureByThePublicKeyIsNone() throws Exception {
        var token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.HS256)
                        .keyID(site.provider.publicKey().getKeyID())
                        .build(),
                person().build());
        token.sign(new MACSigner(site.provider.publicKey().toJSONString().getBytes(StandardCharsets.UTF_8)));
        refused(token.serialize(), "not accepted");
    }

    @Test
    void whatIsTooOldOrTooEarlyIsRefused() throws Exception {
        Instant now = Instant.now();
        refused(site.provider.signed(person().expirationTime(Date.from(now.minusSeconds(120)))), "xpired");
        refused(
                site.provider.signed(person().issueTime(Date.from(now.plusSeconds(600)))),
                "issued in the future",
                "is the clock of this server right?");
        refused(site.provider.signed(person().issueTime(Date.from(now.minusSeconds(600)))), "too long ago");
        letIn(person().expirationTime(Date.from(now.minusSeconds(30)))
                .issueTime(Date.from(now.plusSeconds(30)))); // clocks may be a minute apart
    }

    @Test
    void anIdTokenOfAnotherLoginIsWorthNothing() throws Exception {
        String stolen = site.provider.signed(person("bosses"));
        refused(come(stolen, "another secret"), "its nonce is not that of this login");
        refused(come(stolen, ""), "its nonce is not that of this login");
        assertThat(come(stolen, SECRET).statusCode()).isEqualTo(201);
        refused(come(stolen, SECRET), "good once");
        var withoutNonce = site.provider.signed(person().claim("nonce", null));
        assertThat(come(withoutNonce, SECRET).statusCode())
                .as("as some providers give in the device flow")
                .isEqualTo(201);
        refused(come(withoutNonce, SECRET), "good once");
    }

    @Test
    void aNewKeyIsAskedForAndAnUnknownOneNotAgainAndAgain() throws Exception {
        letIn(person());
        assertThat(site.provider.fetches).hasValue(1);
        letIn(person());
        assertThat(site.provider.fetches).as("kept").hasValue(1);
        site.provider.rotate();
        letIn(person());
        assertThat(site.provider.fetches).hasValue(2);
        for (int i = 0; i < 5; i++) {
            assertThat(come(site.provider.byUnknownKey(person()), SECRET).statusCode())
                    .isIn(401, 503);
        }
        assertThat(site.provider.fetches.get()).as("bounded").isLessThanOrEqualTo(3);
        letIn(person());
    }

    @Test
    void aProviderThatIsAwayKeepsNobodyElseFromWorking() throws Exception {
        site.provider.down(true);
        var response = come(site.provider.signed(person()), SECRET);
        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.headers().firstValue("Retry-After")).isPresent();
        assertThat(text(Site.json(response), "detail"))
                .contains("the provider " + site.provider.issuer() + " does not answer as it should", "status 500");
        assertThat(ask("GET", "/runs", site.people.admin()).statusCode()).isEqualTo(200);
    }

    @Test
    void aJobOfTheRightRepositoryGetsAShortToken() throws Exception {
        Json.Obj session = letIn(site.provider.job("acme/shop", "staging"));
        assertThat(text(session, "is")).isEqualTo("token");
        assertThat(may(session)).isEqualTo("[{\"environment\":\"staging\",\"role\":\"operator\"}]");
        assertThat(Instant.parse(text(session, "expires-at")))
                .isBefore(Instant.now().plus(Duration.ofMinutes(16)));
        refused(site.provider.signed(site.provider.job("evil/shop", "staging")), "no rule for workloads here fits");
        refused(site.provider.signed(site.provider.job("acme/shop", "production")), "no rule for workloads here fits");
        refused(
                site.provider.signed(
                        site.provider.job("acme/shop", "staging").claim("repository", List.of("acme/shop", "x"))),
                "no rule for workloads here fits");
        assertThat(ask("DELETE", "/sessions/current", text(session, "secret")).statusCode())
                .isEqualTo(200);
        assertThat(ask("GET", "/runs", text(session, "secret")).statusCode()).isEqualTo(401);
    }
}
