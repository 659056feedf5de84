package dev.shakeout.cli.remote;

import dev.shakeout.model.BadValue;
import dev.shakeout.model.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * The OpenID provider of a server, with which the command speaks by itself, as a public client. Somebody opens an address in a browser:
 * on any device where the provider has the device grant (RFC 8628), else on this one, by the code flow with PKCE (RFC 8252); on this one
 * too where the server wants a nonce, as few providers give one by the device grant.
 */
public final class SignInProvider implements AutoCloseable {
    static final Duration LONGEST = Duration.ofMinutes(15);
    private static final Duration USUAL_INTERVAL = Duration.ofSeconds(5);
    private static final Duration SLOWER = Duration.ofSeconds(5);
    private static final int SECRET_BYTES = 32;

    private final ProviderTalk talk;
    private final Map<String, String> endpoints;
    private final String client;
    private final String scopes;
    private final boolean needsNonce;
    private final Pause pause;

    /** Between two questions. */
    @FunctionalInterface
    interface Pause {
        void take(Duration span) throws InterruptedException;
    }

    private SignInProvider(
            ProviderTalk talk,
            Map<String, String> endpoints,
            String client,
            String scopes,
            boolean needsNonce,
            Pause pause) {
        this.talk = talk;
        this.endpoints = endpoints;
        this.client = client;
        this.scopes = scopes;
        this.needsNonce = needsNonce;
        this.pause = pause;
    }

    /**
     * What is brought to the server.
     *
     * @param secret that this login alone knows; the nonce of the ID token is its SHA-256
     */
    public record Proof(String idToken, String secret) {}

    /**
     * Asks it where its endpoints are.
     *
     * @param told by the server: issuer, client-id, scopes and needs-nonce
     * @throws IOException it cannot be reached, or is none
     */
    public static SignInProvider of(Json.Obj told) throws IOException {
        return of(told, Thread::sleep);
    }

    static SignInProvider of(Json.Obj told, Pause pause) throws IOException {
        String issuer = ProviderTalk.member(told, "issuer");
        var talk = new ProviderTalk();
        Json.Obj document = talk.get(issuer.replaceFirst("/+$", "") + "/.well-known/openid-configuration");
        if (!ProviderTalk.member(document, "issuer").equals(issuer)) {
            throw new IOException(
                    "the provider " + issuer + " says that it is '" + ProviderTalk.member(document, "issuer")
                            + "'; ask an admin of the server to mend its --oidc file");
        }
        var endpoints = new LinkedHashMap<String, String>();
        document.members().forEach((name, value) -> endpoints.put(name, value.text()));
        List<String> scopes = new ArrayList<>();
        if (told.get("scopes").orElse(Json.Null.NULL) instanceof Json.Arr(var items)) {
            items.forEach(item -> scopes.add(item.text()));
        }
        return new SignInProvider(
                talk,
                endpoints,
                ProviderTalk.member(told, "client-id"),
                String.join(" ", scopes),
                ProviderTalk.member(told, "needs-nonce").equals("true"),
                pause);
    }

    /**
     * Waits until somebody has signed in.
     *
     * @param random that nobody can predict
     * @param say tells the person what to do
     * @throws IOException nobody did in time, or it was refused
     */
    public Proof proof(RandomGenerator random, Consumer<String> say) throws IOException {
        String secret = text(random);
        try {
            return new Proof(
                    !needsNonce && endpoints.containsKey("device_authorization_endpoint")
                            ? byDevice(sha256(secret), random, say)
                            : byBrowser(sha256(secret), random, say),
                    secret);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted before anybody had signed in", e);
        }
    }

    private static String text(RandomGenerator random) {
        byte[] bytes = new byte[SECRET_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static String sha256(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private String endpoint(String name) throws IOException {
        String endpoint = endpoints.getOrDefault(name, "");
        if (endpoint.isEmpty()) {
            throw new IOException("the provider has no " + name + "; a person cannot sign in by it");
        }
        return endpoint;
    }

    /** A provider that does not know a nonce or PKCE here leaves it away; Keycloak wants PKCE of a client of which it is asked. */
    private String byDevice(String nonce, RandomGenerator random, Consumer<String> say)
            throws IOException, InterruptedException {
        String verifier = text(random);
        Json.Obj begun = talk.post(
                        endpoint("device_authorization_endpoint"),
                        Map.of(
                                "client_id",
                                client,
                                "scope",
                                scopes,
                                "nonce",
                                nonce,
                                "code_challenge",
                                sha256(verifier),
                                "code_challenge_method",
                                "S256"))
                .orThrow();
        String whole = ProviderTalk.member(begun, "verification_uri_complete");
        say.accept("To sign in, open " + ProviderTalk.member(begun, "verification_uri") + " on any device, and enter "
                + ProviderTalk.member(begun, "user_code"));
        if (!whole.isEmpty()) {
            say.accept("or open " + whole);
        }
        Duration interval = seconds(begun, "interval", USUAL_INTERVAL);
        Duration wait = seconds(begun, "expires_in", LONGEST);
        long end = System.nanoTime() + (wait.compareTo(LONGEST) < 0 ? wait : LONGEST).toNanos();
        while (System.nanoTime() < end) {
            pause.take(interval);
            ProviderTalk.Answer answer = talk.post(
                    endpoint("token_endpoint"),
                    Map.of(
                            "grant_type",
                            "urn:ietf:params:oauth:grant-type:device_code",
                            "device_code",
                            ProviderTalk.member(begun, "device_code"),
                            "client_id",
                            client,
                            "code_verifier",
                            verifier));
            switch (answer.error()) {
                case "authorization_pending" -> {}
                case "slow_down" -> interval = interval.plus(SLOWER);
                case "expired_token" -> end = System.nanoTime();
                case "access_denied" -> throw new IOException("the sign-in was refused in the browser");
                default -> {
                    return idToken(answer.orThrow());
                }
            }
        }
        throw new IOException("nobody has signed in in time; begin again");
    }

    private static Duration seconds(Json.Obj object, String name, Duration usual) {
        try {
            long seconds = Long.parseLong(ProviderTalk.member(object, name));
            return Duration.ofSeconds(Math.clamp(seconds, 1, LONGEST.toSeconds()));
        } catch (NumberFormatException _) {
            return usual;
        }
    }

    private static String idToken(Json.Obj answer) throws IOException {
        String token = ProviderTalk.member(answer, "id_token");
        if (token.isEmpty()) {
            throw new IOException(
                    "the provider gave no ID token; does the server's --oidc file ask for the scope openid?");
        }
        return token;
    }

    private String byBrowser(String nonce, RandomGenerator random, Consumer<String> say)
            throws IOException, InterruptedException {
        String verifier = text(random);
        String state = text(random);
        try (var redirect = LoopbackRedirect.open(state)) {
            var query = new LinkedHashMap<String, String>();
            query.put("response_type", "code");
            query.put("client_id", client);
            query.put("redirect_uri", redirect.uri());
            query.put("scope", scopes);
            query.put("state", state);
            query.put("nonce", nonce);
            query.put("code_challenge", sha256(verifier));
            query.put("code_challenge_method", "S256");
            String place = endpoint("authorization_endpoint");
            say.accept("To sign in, open this in a browser on this machine:");
            say.accept(place + (place.contains("?") ? "&" : "?") + ProviderTalk.form(query));
            String code = redirect.code(LONGEST);
            return idToken(talk.post(
                            endpoint("token_endpoint"),
                            Map.of(
                                    "grant_type",
                                    "authorization_code",
                                    "code",
                                    code,
                                    "redirect_uri",
                                    redirect.uri(),
                                    "client_id",
                                    client,
                                    "code_verifier",
                                    verifier))
                    .orThrow());
        } catch (BadValue e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        talk.close();
    }
}
