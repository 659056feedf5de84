package dev.shakeout.server.signin;

import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.shakeout.server.access.Secret;
import dev.shakeout.server.access.User;
import dev.shakeout.server.signin.SignInRules.People;
import dev.shakeout.server.signin.SignInRules.Workload;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Judges who comes with an ID token. The library for that is loaded for the first one. */
public final class SignIn {
    /** A person comes at once after the provider has said so; what is older was lying around. */
    static final Duration FRESH = Duration.ofMinutes(5);

    private static final int LONGEST = 32 << 10;
    private static final int MOST_VALUES = 1_000;

    private final SignInRules rules;
    private final Clock clock;
    private final Map<String, Provider> providers = new ConcurrentHashMap<>();

    public SignIn(SignInRules rules, Clock clock) {
        this.rules = rules;
        this.clock = clock;
    }

    public Optional<People> people() {
        return rules.people();
    }

    /** Who comes. */
    public sealed interface Arrival {
        IdToken token();

        record Person(IdToken token, People rules) implements Arrival {}

        record Job(IdToken token, Workload rule) implements Arrival {}
    }

    /**
     * Who comes with it. Whether somebody has come with it before is another question.
     *
     * @param secret of which the nonce in it is the SHA-256, in base64url: only whoever has begun this login knows it
     * @throws NotLetIn nobody who is let in, or the provider cannot be asked
     */
    public Arrival arrival(String text, Optional<String> secret) {
        if (text.length() > LONGEST) {
            throw NotLetIn.refused("it is longer than " + LONGEST + " characters");
        }
        try {
            SignedJWT token = SignedJWT.parse(text);
            JWTClaimsSet unproved = token.getJWTClaimsSet();
            String issuer = Optional.ofNullable(unproved.getIssuer()).orElse("");
            Optional<People> people = rules.people()
                    .filter(each -> each.issuer().equals(issuer)
                            && unproved.getAudience().contains(each.clientId()));
            return people.isPresent()
                    ? person(verified(token, issuer, people.get().clientId()), people.get(), secret)
                    : job(token, issuer, unproved.getAudience());
        } catch (ParseException e) {
            throw NotLetIn.refused("it is no signed JSON Web Token (" + e.getMessage() + ")");
        }
    }

    private IdToken verified(SignedJWT token, String issuer, String audience) {
        JWTClaimsSet said = providers
                .computeIfAbsent(issuer, name -> new Provider(name, clock, new ProviderDocuments()))
                .verified(token, audience);
        var claims = new HashMap<String, List<String>>();
        said.getClaims().forEach((name, value) -> claims.put(name, texts(value)));
        return new IdToken(
                new User.Subject(issuer, said.getSubject()),
                said.getIssueTime().toInstant(),
                said.getExpirationTime().toInstant(),
                claims,
                Secret.sha256(new String(token.getSigningInput(), StandardCharsets.US_ASCII)));
    }

    private static List<String> texts(Object value) {
        return switch (value) {
            case Collection<?> many ->
                many.stream().limit(MOST_VALUES).map(String::valueOf).toList();
            case String text -> List.of(text);
            case Number number -> List.of(number.toString());
            case Boolean flag -> List.of(flag.toString());
            case null, default -> List.of();
        };
    }

    private Arrival person(IdToken token, People people, Optional<String> secret) {
        if (token.issuedAt().isBefore(clock.instant().minus(FRESH))) {
            throw NotLetIn.refused("it was issued at " + token.issuedAt() + ", which is too long ago");
        }
        Optional<String> nonce = token.claim("nonce");
        if (nonce.isEmpty() && people.needsNonce()) {
            throw NotLetIn.refused("it has no nonce");
        }
        if (nonce.isPresent()
                && secret.filter(known -> isNonce(nonce.get(), known)).isEmpty()) {
            throw NotLetIn.refused("its nonce is not that of this login");
        }
        return new Arrival.Person(token, people);
    }

    private static boolean isNonce(String nonce, String secret) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8));
            return MessageDigest.isEqual(
                    Base64URL.encode(digest).toString().getBytes(StandardCharsets.UTF_8),
                    nonce.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private Arrival job(SignedJWT token, String issuer, List<String> audiences) {
        List<Workload> candidates = rules.workloads().stream()
                .filter(each -> each.issuer().equals(issuer) && audiences.contains(each.audience()))
                .toList();
        if (candidates.isEmpty()) {
            throw NotLetIn.refused("nobody is let in here by the issuer '" + issuer + "' for " + audiences);
        }
        String audience = candidates.getFirst().audience();
        IdToken said = verified(token, issuer, audience);
        return candidates.stream()
                .filter(each -> each.audience().equals(audience)
                        && each.claims().entrySet().stream()
                                .allMatch(claim -> said.all(claim.getKey()).equals(List.of(claim.getValue()))))
                .findFirst()
                .<Arrival>map(rule -> new Arrival.Job(said, rule))
                .orElseThrow(() -> NotLetIn.refused("no rule for workloads here fits its claims"));
    }
}
