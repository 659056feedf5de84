package dev.shakeout.server.signin;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import dev.shakeout.engine.JsonReader;
import dev.shakeout.model.BadValue;
import dev.shakeout.model.Json;
import dev.shakeout.probes.WebAddress;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import java.util.Set;

/** An issuer of ID tokens, with the keys that it publishes: fetched when they are needed, kept, and asked for again when one is new. */
final class Provider {
    /** How far clocks may be apart. */
    static final Duration SKEW = Duration.ofSeconds(60);

    /** Those by which a key that everybody may know is enough to verify, and no other. */
    private static final Set<JWSAlgorithm> ALGORITHMS = Set.of(
            JWSAlgorithm.RS256,
            JWSAlgorithm.RS384,
            JWSAlgorithm.RS512,
            JWSAlgorithm.PS256,
            JWSAlgorithm.PS384,
            JWSAlgorithm.PS512,
            JWSAlgorithm.ES256,
            JWSAlgorithm.ES384,
            JWSAlgorithm.ES512);

    private static final Duration KEPT = Duration.ofMinutes(30);
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    /** So long it is not asked again that did not answer, or that did not know a key. */
    private static final Duration PAUSE = Duration.ofSeconds(10);

    private final String issuer;
    private final Clock clock;
    private final ProviderDocuments documents;
    private Optional<JWKSource<SecurityContext>> keys = Optional.empty();
    private Optional<Failure> failure = Optional.empty();

    private record Failure(Instant at, String why) {}

    Provider(String issuer, Clock clock, ProviderDocuments documents) {
        this.issuer = issuer;
        this.clock = clock;
        this.documents = documents;
    }

    /**
     * What is said in a token that it has signed for an audience, and that holds now.
     *
     * @throws NotLetIn it is no such token, or the keys cannot be had
     */
    JWTClaimsSet verified(SignedJWT token, String audience) {
        var processor = new DefaultJWTProcessor<SecurityContext>();
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(ALGORITHMS, keys()));
        var claims =
                new DefaultJWTClaimsVerifier<SecurityContext>(
                        audience, new JWTClaimsSet.Builder().issuer(issuer).build(), Set.of("sub", "iat", "exp")) {
                    @Override
                    protected Date currentTime() {
                        return Date.from(clock.instant());
                    }
                };
        claims.setMaxClockSkew((int) SKEW.toSeconds());
        processor.setJWTClaimsSetVerifier(claims);
        try {
            JWTClaimsSet said = processor.process(token, null);
            checkParty(said, audience);
            if (said.getIssueTime().toInstant().isAfter(clock.instant().plus(SKEW))) {
                throw NotLetIn.refused("it was issued in the future, at "
                        + said.getIssueTime().toInstant() + "; is the clock of this server right?");
            }
            return said;
        } catch (KeySourceException e) {
            throw NotLetIn.away(away("its keys cannot be had: " + e.getMessage()));
        } catch (BadJOSEException | JOSEException e) {
            throw NotLetIn.refused(String.valueOf(e.getMessage()));
        }
    }

    /** One that is for several is for whoever asked for it, and that must be us. */
    private static void checkParty(JWTClaimsSet said, String audience) {
        Object party = said.getClaim("azp");
        boolean wrong = party == null ? said.getAudience().size() > 1 : !party.equals(audience);
        if (wrong) {
            throw NotLetIn.refused("it was issued to somebody else than " + audience);
        }
    }

    private String away(String why) {
        return "the provider " + issuer + " does not answer as it should: " + why
                + ". Try again in a moment; tokens that are there already go on to work";
    }

    private synchronized JWKSource<SecurityContext> keys() {
        Instant now = clock.instant();
        failure.filter(last -> now.isBefore(last.at().plus(PAUSE))).ifPresent(last -> {
            throw NotLetIn.away(away(last.why()));
        });
        if (keys.isEmpty()) {
            try {
                keys = Optional.of(discover());
                failure = Optional.empty();
            } catch (IOException | BadValue e) {
                failure = Optional.of(new Failure(now, String.valueOf(e.getMessage())));
                throw NotLetIn.away(away(String.valueOf(e.getMessage())));
            }
        }
        return keys.orElseThrow();
    }

    /** By OpenID Connect Discovery 1.0. */
    private JWKSource<SecurityContext> discover() throws IOException {
        String place = issuer.replaceFirst("/+$", "") + "/.well-known/openid-configuration";
        Json document = JsonReader.read(documents.text(URI.create(place)));
        String named = member(document, "issuer");
        if (!named.equals(issuer)) {
            throw new IOException(place + " is of the issuer '" + named + "', and not of this one");
        }
        String address = member(document, "jwks_uri");
        if (!WebAddress.isTrusted(address)) {
            throw new IOException(place + " names no keys at an https address");
        }
        return JWKSourceBuilder.<SecurityContext>create(URI.create(address).toURL(), documents)
                .cache(KEPT.toMillis(), PATIENCE.toMillis())
                .refreshAheadCache(false)
                .rateLimited(PAUSE.toMillis())
                .build();
    }

    private static String member(Json document, String name) {
        return document instanceof Json.Obj object
                ? object.get(name).map(Json::text).orElse("")
                : "";
    }
}
