package dev.shakeout.cli.remote;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.shakeout.model.Json;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Base64;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Plays an OpenID provider to which somebody signs in at once, or as the test says. */
public final class PlayedSignInProvider implements AutoCloseable {
    /** What the token endpoint answers before it gives a token. */
    public final Deque<String> errors = new ArrayDeque<>();

    private final boolean device;
    private final HttpServer server;
    private final KeyPair key;
    private final Map<String, String> asked = new ConcurrentHashMap<>();

    /** @param device whether it has the device grant */
    public PlayedSignInProvider(boolean device) throws Exception {
        this.device = device;
        var generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        key = generator.generateKeyPair();
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/.well-known/openid-configuration", exchange -> answer(exchange, 200, configuration()));
        server.createContext("/keys", exchange -> answer(exchange, 200, keys()));
        server.createContext("/device", this::device);
        server.createContext("/authorize", this::authorize);
        server.createContext("/token", this::token);
        server.start();
    }

    public String issuer() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** What a server tells of it. */
    public Json.Obj told() {
        return Json.object(
                "issuer",
                issuer(),
                "client-id",
                "cli",
                "scopes",
                Json.of(List.of(Json.of("openid"), Json.of("groups"))));
    }

    private Json.Obj configuration() {
        Json.Obj all = Json.object(
                "issuer",
                issuer(),
                "jwks_uri",
                issuer() + "/keys",
                "authorization_endpoint",
                issuer() + "/authorize",
                "token_endpoint",
                issuer() + "/token");
        return device ? all.with("device_authorization_endpoint", Json.of(issuer() + "/device")) : all;
    }

    private Json.Obj keys() {
        var known = (RSAPublicKey) key.getPublic();
        return Json.object(
                "keys",
                Json.of(List.of(Json.object(
                        "kty",
                        "RSA",
                        "kid",
                        "1",
                        "n",
                        text(known.getModulus()),
                        "e",
                        text(known.getPublicExponent())))));
    }

    private static String text(BigInteger number) {
        byte[] bytes = number.toByteArray();
        return text(bytes[0] == 0 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes);
    }

    private static String text(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static void answer(HttpExchange exchange, int status, Json.Obj json) throws IOException {
        try (exchange) {
            byte[] bytes = json.compact().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    private static Map<String, String> form(String text) {
        var form = new HashMap<String, String>();
        for (String pair : text.split("&")) {
            String[] parts = pair.split("=", 2);
            form.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
        }
        return form;
    }

    private static Map<String, String> body(HttpExchange exchange) throws IOException {
        return form(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
    }

    private void device(HttpExchange exchange) throws IOException {
        asked.putAll(body(exchange));
        answer(
                exchange,
                200,
                Json.object(
                        "device_code",
                        "d1",
                        "user_code",
                        "ABCD-EFGH",
                        "verification_uri",
                        issuer() + "/activate",
                        "expires_in",
                        600,
                        "interval",
                        2));
    }

    private void authorize(HttpExchange exchange) throws IOException {
        asked.putAll(form(exchange.getRequestURI().getRawQuery()));
        try (exchange) {
            exchange.getResponseHeaders()
                    .add("Location", asked.get("redirect_uri") + "?code=c1&state=" + asked.get("state"));
            exchange.sendResponseHeaders(302, -1);
        }
    }

    private void token(HttpExchange exchange) throws IOException {
        Map<String, String> form = body(exchange);
        if (!errors.isEmpty()) {
            answer(exchange, 400, Json.object("error", errors.pop()));
            return;
        }
        boolean right = switch (form.getOrDefault("grant_type", "")) {
            case "authorization_code" -> form.get("code").equals("c1");
            case "urn:ietf:params:oauth:grant-type:device_code" ->
                form.get("device_code").equals("d1");
            default -> false;
        };
        right &= sha256(form.get("code_verifier")).equals(asked.get("code_challenge"));
        answer(
                exchange,
                right ? 200 : 400,
                right ? Json.object("id_token", idToken()) : Json.object("error", "invalid_grant"));
    }

    public static String sha256(String text) {
        try {
            return text(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private String idToken() {
        long now = Instant.now().getEpochSecond();
        Json.Obj claims = Json.object(
                "iss",
                issuer(),
                "aud",
                asked.get("client_id"),
                "sub",
                "s1",
                "preferred_username",
                "ada",
                "nonce",
                asked.get("nonce"),
                "iat",
                now,
                "exp",
                now + 600,
                "groups",
                Json.of(List.of(Json.of("sre"))));
        String input = text(Json.object("alg", "RS256", "kid", "1").compact().getBytes(StandardCharsets.UTF_8)) + "."
                + text(claims.compact().getBytes(StandardCharsets.UTF_8));
        try {
            var signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(key.getPrivate());
            signature.update(input.getBytes(StandardCharsets.US_ASCII));
            return input + "." + text(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
