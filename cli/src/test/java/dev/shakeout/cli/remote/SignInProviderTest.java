package dev.shakeout.cli.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shakeout.model.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How somebody signs in to a provider, at a command line with a browser beside it and without. */
class SignInProviderTest {
    private final List<Duration> pauses = new ArrayList<>();
    private final List<String> said = new ArrayList<>();

    private SignInProvider.Proof proof(PlayedSignInProvider played) throws IOException {
        try (var provider = SignInProvider.of(played.told(), pauses::add)) {
            return provider.proof(new SecureRandom(), said::add);
        }
    }

    private static void assertBound(SignInProvider.Proof proof) {
        String claims =
                new String(Base64.getUrlDecoder().decode(proof.idToken().split("\\.")[1]), StandardCharsets.UTF_8);
        assertThat(claims).contains("\"nonce\":\"" + PlayedSignInProvider.sha256(proof.secret()) + "\"");
    }

    @Test
    void byADeviceItWaitsAsLongAsTheProviderSays() throws Exception {
        try (var played = new PlayedSignInProvider(true)) {
            played.errors.addAll(List.of("authorization_pending", "slow_down", "authorization_pending"));
            assertBound(proof(played));
            assertThat(pauses)
                    .containsExactly(
                            Duration.ofSeconds(2), Duration.ofSeconds(2), Duration.ofSeconds(7), Duration.ofSeconds(7));
            assertThat(said.getFirst()).contains(played.issuer() + "/activate", "ABCD-EFGH");
        }
    }

    @Test
    void whoIsRefusedOrTooLateIsToldSo() throws Exception {
        try (var played = new PlayedSignInProvider(true)) {
            played.errors.add("access_denied");
            assertThatThrownBy(() -> proof(played)).hasMessageContaining("refused in the browser");
            played.errors.addAll(List.of("authorization_pending", "expired_token"));
            assertThatThrownBy(() -> proof(played)).hasMessageContaining("in time; begin again");
            played.errors.add("invalid_client");
            assertThatThrownBy(() -> proof(played)).hasMessageContaining("the provider refused: invalid_client");
        }
    }

    @Test
    void withoutTheDeviceGrantABrowserOnThisHostComesBack() throws Exception {
        try (var played = new PlayedSignInProvider(false)) {
            assertByBrowser(played.told());
        }
    }

    @Test
    void whereANonceIsNeededABrowserOnThisHostComesBackToo() throws Exception {
        try (var played = new PlayedSignInProvider(true)) {
            assertByBrowser(played.told().with("needs-nonce", Json.of(true)));
        }
    }

    private void assertByBrowser(Json.Obj told) throws IOException {
        try (var browser = HttpClient.newBuilder()
                        .followRedirects(HttpClient.Redirect.ALWAYS)
                        .build();
                var provider = SignInProvider.of(told, pauses::add)) {
            assertBound(provider.proof(new SecureRandom(), line -> {
                said.add(line);
                if (line.startsWith("http")) {
                    var _ = browser.sendAsync(
                            HttpRequest.newBuilder(URI.create(line)).build(), BodyHandlers.ofString());
                }
            }));
            assertThat(said.getLast()).contains("code_challenge_method=S256", "scope=openid+groups");
        }
    }

    @Test
    void aBrowserThatWasSentBySomebodyElseChangesNothing() throws Exception {
        try (var redirect = LoopbackRedirect.open("mine");
                var browser = HttpClient.newHttpClient()) {
            var other = browser.send(
                    HttpRequest.newBuilder(URI.create(redirect.uri() + "?code=evil&state=other"))
                            .build(),
                    BodyHandlers.ofString());
            assertThat(other.statusCode()).isEqualTo(400);
            assertThatThrownBy(() -> redirect.code(Duration.ofMillis(100))).hasMessageContaining("in time");
            browser.send(
                    HttpRequest.newBuilder(URI.create(redirect.uri() + "?code=good&state=mine"))
                            .build(),
                    BodyHandlers.ofString());
            assertThat(redirect.code(Duration.ofSeconds(5))).isEqualTo("good");
        }
    }

    @Test
    void anotherIssuerThanTheOneThatWasNamedIsNone() throws Exception {
        try (var played = new PlayedSignInProvider(true)) {
            Json.Obj told = played.told().with("issuer", Json.of(played.issuer() + "/"));
            assertThatThrownBy(() -> SignInProvider.of(told)).hasMessageContaining("says that it is");
            Json.Obj open = played.told().with("issuer", Json.of("http://accounts.example.org"));
            assertThatThrownBy(() -> SignInProvider.of(open)).hasMessageContaining("no https address");
        }
    }
}
