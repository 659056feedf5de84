package dev.shakeout.faults.kubernetes;

import dev.shakeout.engine.Prepared;
import dev.shakeout.model.Descriptor;
import dev.shakeout.model.Parameter;
import dev.shakeout.model.Type;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Puts an expired certificate in the place of one that is valid, so that whoever checks it refuses it. */
public final class ConfigExpireCertificate implements ByApi {
    static final Parameter<String> KEY = Parameter.withDefault(
            "key",
            Type.text(),
            "tls.crt",
            "The key that holds the certificate in PEM. Of several in it the first expires, which is the server's own.");
    static final Parameter<Duration> AGO = Parameter.optional(
            "ago",
            Type.duration(Duration.ofMillis(1), Duration.ofDays(3650)),
            "How long ago it has expired; a day if not given.");

    private static final Duration YESTERDAY = Duration.ofDays(1);

    /** A file may hold more than certificates, such as the private key, and that is copied nowhere. */
    private static final Pattern ANOTHER = Pattern.compile("-----BEGIN (?!CERTIFICATE-----)([^-\\n]*)");

    @Override
    public Descriptor descriptor() {
        return Descriptor.of(
                "config/expire-certificate",
                "Puts an expired certificate for the same key and names into a secret or config map.",
                KEY,
                AGO);
    }

    @Override
    public Set<String> targetKinds() {
        return Set.of(ConfigFinder.KIND);
    }

    @Override
    public String effect() {
        return "whether the key holds the expired certificate";
    }

    @Override
    public ApiRung rung() {
        return new ApiRung(
                "the certificate, which was put aside in the object itself, is moved back, unless somebody else has put"
                        + " another",
                Right::toChange,
                ConfigExpireCertificate::expire);
    }

    private static Prepared expire(ApiRung.Site site) throws IOException, ApiRung.Unfit {
        var key = ConfigKey.of(site, KEY);
        String what = key.key() + " of " + site.target();
        List<X509Certificate> chain = chain(key.value(), what);
        Instant now = site.machine().clock().instant();
        X509Certificate own = chain.getFirst();
        if (own.getNotAfter().toInstant().isBefore(now)) {
            throw new ApiRung.Unfit(
                    what + " has expired already, on " + own.getNotAfter().toInstant());
        }
        Instant end = now.minus(site.arguments().find(AGO).orElse(YESTERDAY));
        Prepared replaced = key.replaced("let " + what + " have expired", Optional.of(key.written(pem(chain, end))));
        var notes = new ArrayList<>(replaced.notes());
        notes.add("it is for the same key, so " + what
                + " still fits its private key, which is not touched; its signature" + " is nobody's");
        notes.add("servers that read their certificate only when they start keep the old one until then");
        notes.add("who renews certificates, such as cert-manager, may put a new one in its place, which is kept");
        return new Prepared(replaced.steps(), replaced.effect(), notes);
    }

    private static List<X509Certificate> chain(byte[] held, String what) throws ApiRung.Unfit {
        String text = new String(held, StandardCharsets.ISO_8859_1);
        var another = ANOTHER.matcher(text);
        if (another.find()) {
            throw new ApiRung.Unfit(what + " holds more than certificates (" + another.group(1)
                    + "), which would have to be written where others can read it");
        }
        try {
            var chain =
                    CertificateFactory.getInstance("X.509")
                            .generateCertificates(new ByteArrayInputStream(held))
                            .stream()
                            .map(X509Certificate.class::cast)
                            .toList();
            if (text.contains("-----BEGIN CERTIFICATE-----") && !chain.isEmpty()) {
                return chain;
            }
        } catch (CertificateException _) {
            // falls through to the message for whatever is none
        }
        throw new ApiRung.Unfit(what + " holds no certificate in PEM (BEGIN CERTIFICATE)");
    }

    private static String pem(List<X509Certificate> chain, Instant end) {
        try {
            var text = new StringBuilder(pem(ExpiredCertificate.like(chain.getFirst(), end)));
            for (Certificate above : chain.subList(1, chain.size())) {
                text.append(pem(above.getEncoded()));
            }
            return text.toString();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e); // P-256 and SHA-256 are there in every JDK
        }
    }

    private static String pem(byte[] der) {
        String lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return "-----BEGIN CERTIFICATE-----\n" + lines + "\n-----END CERTIFICATE-----\n";
    }
}
