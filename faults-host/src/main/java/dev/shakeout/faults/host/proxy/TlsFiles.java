package dev.shakeout.faults.host.proxy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where the certificate of a service lies, and its key. Only the paths are ever told; who needs the key reads it.
 *
 * @param certificate in PEM, with those that signed it behind it, if any
 * @param key in PEM, PKCS#8, without a password
 * @param ca more certificates that the service's may be signed by, in PEM
 */
public record TlsFiles(Path certificate, Path key, Optional<Path> ca) {
    private static final Pattern KEY = Pattern.compile("-----BEGIN ([A-Z ]*)PRIVATE KEY-----([^-]*)-----END");

    /**
     * Reads them.
     *
     * @throws IllegalArgumentException with the path and the reason why that is no use
     */
    public TlsIdentity load() {
        List<X509Certificate> chain = certificates(certificate);
        X509Certificate own = chain.getFirst();
        try {
            own.checkValidity();
        } catch (CertificateExpiredException _) {
            throw useless(certificate, "has expired, on " + own.getNotAfter().toInstant());
        } catch (CertificateNotYetValidException _) {
            throw useless(
                    certificate, "is not valid before " + own.getNotBefore().toInstant());
        }
        PrivateKey secret = key(own.getPublicKey());
        try {
            return TlsIdentity.of(chain, secret, ca.map(TlsFiles::certificates).orElse(List.of()));
        } catch (GeneralSecurityException | IOException e) {
            throw useless(certificate, "cannot be used: " + e.getMessage());
        }
    }

    private static IllegalArgumentException useless(Path path, String reason) {
        return new IllegalArgumentException(path + " " + reason);
    }

    private static byte[] read(Path path) {
        try {
            return Files.readAllBytes(path);
        } catch (NoSuchFileException _) {
            throw useless(path, "does not exist");
        } catch (AccessDeniedException _) {
            throw useless(path, "must not be read by this user");
        } catch (IOException e) {
            throw useless(path, "cannot be read: " + e.getMessage());
        }
    }

    private static List<X509Certificate> certificates(Path path) {
        try {
            List<X509Certificate> all =
                    CertificateFactory.getInstance("X.509")
                            .generateCertificates(new ByteArrayInputStream(read(path)))
                            .stream()
                            .map(X509Certificate.class::cast)
                            .toList();
            if (all.isEmpty()) {
                throw useless(path, "holds no certificate");
            }
            return all;
        } catch (CertificateException _) {
            throw useless(path, "holds no certificate in PEM (BEGIN CERTIFICATE)");
        }
    }

    private PrivateKey key(PublicKey of) {
        Matcher pem = KEY.matcher(new String(read(key), StandardCharsets.ISO_8859_1));
        if (!pem.find()) {
            throw useless(key, "holds no key in PEM (BEGIN PRIVATE KEY)");
        }
        if (!pem.group(1).isEmpty()) {
            throw useless(
                    key,
                    "holds a key of another form (" + pem.group(1).strip()
                            + "); make a file of it with: openssl pkcs8 -topk8 -nodes -in " + key);
        }
        try {
            var spec = new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(pem.group(2)));
            PrivateKey secret = KeyFactory.getInstance(of.getAlgorithm()).generatePrivate(spec);
            if (belongs(secret, of)) {
                return secret;
            }
        } catch (GeneralSecurityException | IllegalArgumentException _) {
            // a damaged one, or one of another algorithm, belongs to no certificate either
        }
        throw useless(key, "does not belong to the certificate in " + certificate);
    }

    private static boolean belongs(PrivateKey secret, PublicKey to) throws GeneralSecurityException {
        String algorithm = switch (to.getAlgorithm()) {
            case "RSA", "DSA" -> "SHA256with" + to.getAlgorithm();
            case "EC" -> "SHA256withECDSA";
            default -> to.getAlgorithm();
        };
        byte[] text = {1, 2, 3};
        var signature = Signature.getInstance(algorithm);
        signature.initSign(secret);
        signature.update(text);
        byte[] signed = signature.sign();
        signature.initVerify(to);
        signature.update(text);
        return signature.verify(signed);
    }
}
