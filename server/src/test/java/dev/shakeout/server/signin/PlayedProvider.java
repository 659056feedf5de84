package dev.shakeout.server.signin;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.shakeout.model.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/** Plays an OpenID provider on this host: what it publishes by HTTP, and ID tokens that it signs. */
public final class PlayedProvider implements AutoCloseable {
    public static final String CLIENT = "shakeout";
    public static final String AUDIENCE = "https://shakeout.example.org";

    /** How often its keys were asked for. */
    public final AtomicInteger fetches = new AtomicInteger();

    private final HttpServer server;
    private volatile ECKey key = key();
    private volatile boolean down;

    public PlayedProvider() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/.well-known/openid-configuration", exchange -> answer(exchange, configuration()));
        server.createContext("/keys", exchange -> {
            fetches.incrementAndGet();
            answer(exchange, new JWKSet(key.toPublicJWK()).toString());
        });
        server.start();
    }

    private static ECKey key() {
        try {
            return new ECKeyGenerator(Curve.P_256)
                    .keyID(UUID.randomUUID().toString())
                    .generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private void answer(HttpExchange exchange, String text) throws IOException {
        try (exchange) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(down ? 500 : 200, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    private String configuration() {
        return Json.object("issuer", issuer(), "jwks_uri", issuer() + "/keys").compact();
    }

    public String issuer() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** It trusts itself with people of three groups, and with the jobs of one repository. */
    public SignInRules rules() {
        return SignInFile.read("oidc.yaml", """
                issuer: %1$s
                client-id: %2$s
                valid: 8h
                grants:
                  - {group: sre, role: approver, environment: staging}
                  - {group: everybody, role: viewer}
                  - {group: bosses, role: admin}
                workloads:
                  - issuer: %1$s
                    audience: %3$s
                    claims: {repository: acme/shop, environment: staging}
                    role: operator
                    environment: staging
                    valid: 15m
                """.formatted(issuer(), CLIENT, AUDIENCE));
    }

    /** What an ID token says of a person that has just signed in, in a login of this secret. */
    public JWTClaimsSet.Builder person(String subject, String secret, String... groups) {
        Instant now = Instant.now();
        return new JWTClaimsSet.Builder()
                .issuer(issuer())
                .audience(CLIENT)
                .subject(subject)
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(Duration.ofMinutes(10))))
                .claim("preferred_username", subject)
                .claim("nonce", nonce(secret))
                .jwtID(UUID.randomUUID().toString())
                .claim("groups", List.of(groups));
    }

    public JWTClaimsSet.Builder job(String repository, String environment) {
        return person("repo:" + repository, "")
                .audience(AUDIENCE)
                .claim("nonce", null)
                .claim("repository", repository)
                .claim("environment", environment);
    }

    public static String nonce(String secret) {
        try {
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(
                            MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    public String signed(JWTClaimsSet.Builder claims) {
        return signed(claims, key);
    }

    /** By a key that is not its own, under the name of this one. */
    public String forged(JWTClaimsSet.Builder claims) {
        return signed(claims, new ECKey.Builder(key()).keyID(key.getKeyID()).build());
    }

    /** By a key of which it has never told. */
    public String byUnknownKey(JWTClaimsSet.Builder claims) {
        return signed(claims, key());
    }

    private static String signed(JWTClaimsSet.Builder claims, ECKey by) {
        try {
            var token = new SignedJWT(
                    new JWSHeader.Builder(JWSAlgorithm.ES256)
                            .keyID(by.getKeyID())
                            .build(),
                    claims.build());
            token.sign(new ECDSASigner(by));
            return token.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What everybody knows of its key. */
    public ECKey publicKey() {
        return key.toPublicJWK();
    }

    /** It signs by another key from now on, and tells of that alone. */
    public void rotate() {
        key = key();
    }

    public void down(boolean now) {
        down = now;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
