package dev.shakeout.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.Base64;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** TLS with a certificate that nobody vouches for, made by the JDK's own keytool. */
final class SelfSigned {
    private static final String PASSWORD = "secret";
    private static final String ALIAS = "server";

    /** A name that it has besides, and that nobody resolves (RFC 6761). */
    static final String NAME = "shakeout.test";

    private SelfSigned() {}

    /** Options of a JVM that knows the certificate of {@link #pem}, made in this folder. */
    static String trusting(Path folder) {
        return "-Djavax.net.ssl.trustStore=" + folder.resolve("keys.p12") + " -Djavax.net.ssl.trustStorePassword="
                + PASSWORD;
    }

    /** Its certificate and its key, as files in PEM. */
    record Pem(Path certificate, Path key) {}

    static Pem pem(Path folder) throws Exception {
        KeyStore keys = keys(folder);
        return new Pem(
                write(
                        folder.resolve("certificate.pem"),
                        "CERTIFICATE",
                        keys.getCertificate(ALIAS).getEncoded()),
                write(
                        folder.resolve("key.pem"),
                        "PRIVATE KEY",
                        keys.getKey(ALIAS, PASSWORD.toCharArray()).getEncoded()));
    }

    private static Path write(Path file, String kind, byte[] bytes) throws IOException {
        String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes);
        return Files.writeString(file, "-----BEGIN " + kind + "-----\n" + text + "\n-----END " + kind + "-----\n");
    }

    /** Of a client that knows the certificate of {@link #pem}. */
    static SSLContext trusting(Pem pem) throws Exception {
        var trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        try (InputStream in = Files.newInputStream(pem.certificate())) {
            trusted.setCertificateEntry(
                    ALIAS, CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        var managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(trusted);
        var context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        return context;
    }

    static SSLContext context(Path folder) throws Exception {
        var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys(folder), PASSWORD.toCharArray());
        var context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }

    private static KeyStore keys(Path folder) throws Exception {
        Path file = folder.resolve("keys.p12");
        String keytool =
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        String line = "-genkeypair -alias " + ALIAS + " -keyalg EC -dname CN=localhost -ext san=ip:127.0.0.1,dns:"
                + NAME + " -validity 2" + " -storepass " + PASSWORD + " -keystore";
        var command = new java.util.ArrayList<>(java.util.List.of(keytool));
        command.addAll(java.util.List.of(line.split(" ")));
        command.add(file.toString());
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IllegalStateException(said);
        }
        var keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        return keys;
    }
}
