package dev.shakeout.faults.kubernetes;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Certificates in PEM, as a client looks at them. */
final class Pem {
    private Pem() {}

    /** The first one. */
    static X509Certificate certificate(String pem) throws IOException {
        try {
            byte[] bytes = pem.substring(pem.indexOf("-----BEGIN")).getBytes(StandardCharsets.UTF_8);
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(bytes));
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    /** Why whoever trusts this authority alone would refuse it; empty when it is fine. */
    static Optional<CertPathValidatorException.Reason> refusal(String pem, String authority) throws IOException {
        try {
            var trust = new PKIXParameters(Set.of(new TrustAnchor(certificate(authority), null)));
            trust.setRevocationEnabled(false);
            var path = CertificateFactory.getInstance("X.509").generateCertPath(List.of(certificate(pem)));
            CertPathValidator.getInstance("PKIX").validate(path, trust);
            return Optional.empty();
        } catch (CertPathValidatorException e) {
            return Optional.of(e.getReason());
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }
}
