package dev.shakeout.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shakeout.cli.Shakeout.Ended;
import dev.shakeout.cli.Shakeout.Running;
import dev.shakeout.engine.Machine;
import dev.shakeout.testbed.Keycloak;
import java.io.IOException;
import java.net.CookieHandler;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Somebody signs in by a real provider, on any device and on this host. */
@Tag("long")
class KeycloakTest {
    private static final String REALM = """
            {"realm": "shop", "enabled": true, "groups": [{"name": "sre"}],
             "users": [{"username": "ada", "enabled": true, "email": "ada@example.org", "emailVerified": true,
               "firstName": "Ada", "lastName": "L", "groups": ["/sre"],
               "credentials": [{"type": "password", "value": "secret", "temporary": false}]}],
             "clients": [{"clientId": "shakeout", "publicClient": true, "redirectUris": ["http://127.0.0.1/signed-in"],
               "attributes": {"oauth2.device.authorization.grant.enabled": "true", "pkce.code.challenge.method": "S256"},
               "protocolMappers": [{"name": "groups", "protocol": "openid-connect",
                 "protocolMapper": "oidc-group-membership-mapper",
                 "config": {"claim.name": "groups", "full.path": "false", "id.token.claim": "true"}}]}]}
            """;
    private static final String SIGN_IN = """
            issuer: ISSUER
            client-id: shakeout
            grants:
              - {group: sre, role: approver, environment: staging}
            """;

    @TempDir
    private Path folder;

    @Test
    void byADeviceAndByABrowserOnThisHost() throws Exception {
        var shakeout = new Shakeout(folder);
        try (var keycloak = Keycloak.start(REALM, folder, Machine.local())) {
            String file = SIGN_IN.replace("ISSUER", keycloak.issuer());
            shakeout.write("device.yaml", file);
            shakeout.write("browser.yaml", file + "require-nonce: true\n");
            for (String way : List.of("device", "browser")) {
                Running server = shakeout.start("server", "--port", "0", "--data", way, "--oidc", way + ".yaml");
                try {
                    String said = WithFleet.said(server, "listens at (\\S+),");
                    Running login = shakeout.start("login", "--sso", "--server", said);
                    signIn(WithFleet.said(login, "(?m)^(?:or open )?(http\\S+)$"));
                    Ended ended = login.end();
                    assertThat(ended.status()).as(ended.toString()).isZero();
                    assertThat(ended.out()).contains("user ada, until", "approver in staging");
                    assertThat(ended.out()).contains(way.equals("device") ? "on any device" : "on this machine");
                } finally {
                    server.process().destroy();
                    server.end();
                }
            }
        }
    }

    /** As a person at a browser does: a name, a password, and a yes. */
    private static void signIn(String address) throws IOException, InterruptedException {
        try (var browser = HttpClient.newBuilder()
                .cookieHandler(new Cookies())
                .followRedirects(HttpClient.Redirect.ALWAYS)
                .build()) {
            var page = browser.send(HttpRequest.newBuilder(URI.create(address)).build(), BodyHandlers.ofString());
            for (Matcher form = form(page.body()); form.find(); form = form(page.body())) {
                URI place = page.uri().resolve(form.group(1).replace("&amp;", "&"));
                String words = page.body().contains("name=\"password\"")
                        ? "username=ada&password=secret"
                        : "accept=Yes&code=" + hidden(page.body());
                page = browser.send(
                        HttpRequest.newBuilder(place)
                                .header("Content-Type", "application/x-www-form-urlencoded")
                                .POST(BodyPublishers.ofString(words))
                                .build(),
                        BodyHandlers.ofString());
            }
            assertThat(page.statusCode()).as(page.body()).isEqualTo(200);
        }
    }

    /** All go to this host, where a browser minds no missing TLS. */
    private static final class Cookies extends CookieHandler {
        private final Map<String, String> kept = new ConcurrentHashMap<>();

        @Override
        public Map<String, List<String>> get(URI uri, Map<String, List<String>> headers) {
            return Map.of("Cookie", kept.isEmpty() ? List.of() : List.of(String.join("; ", kept.values())));
        }

        @Override
        public void put(URI uri, Map<String, List<String>> headers) {
            headers.getOrDefault("set-cookie", List.of()).forEach(cookie -> {
                String pair = cookie.split(";")[0];
                kept.put(pair.split("=")[0], pair);
            });
        }
    }

    private static Matcher form(String page) {
        return Pattern.compile("<form[^>]*action=\"([^\"]*)\"").matcher(page);
    }

    private static String hidden(String page) {
        Matcher code = Pattern.compile("name=\"code\" value=\"([^\"]*)\"").matcher(page);
        assertThat(code.find()).as(page).isTrue();
        return URLEncoder.encode(code.group(1), StandardCharsets.UTF_8);
    }
}
