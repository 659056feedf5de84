package dev.shakeout.faults.host.proxy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** A certificate that signed itself, and its key, in files as a service has them; made by the JDK's own keytool. */
public record Pem(TlsFiles files, SSLContext server) {
    private static final String PASSWORD = "irrelevant";

    /** @param more options of keytool, such as -startdate */
    public static Pem make(Path folder, String algorithm, String... more)
            throws IOException, InterruptedException, GeneralSecurityException {
        Path file = folder.resolve("store" + System.nanoTime());
        var argv = new ArrayList<>(List.of(System.getProperty("java.home") + "/bin/keytool", "-genkeypair"));
        argv.addAll(List.of("-J-XX:TieredStopAtLevel=1", "-J-XX:+UseSerialGC")); // it lives for half a second
        argv.addAll(List.of("-alias", "a", "-keyalg", algorithm, "-storepass", PASSWORD, "-storetype", "PKCS12"));
        argv.addAll(List.of("-dname", "CN=localhost", "-ext", "san=dns:localhost,ip:127.0.0.1"));
        argv.addAll(List.of("-keystore", file.toString()));
        argv.addAll(Arrays.asList(more));
        var process = new ProcessBuilder(argv).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes());
        if (process.waitFor() != 0) {
            throw new IOException(said);
        }
        var store = KeyStore.getInstance(file.toFile(), PASSWORD.toCharArray());
        Certificate certificate = store.getCertificate("a");
        Key key = store.getKey("a", PASSWORD.toCharArray());
        Path certificateFile = Path.of(file + ".crt");
        Path keyFile = Path.of(file + ".key");
        Files.writeString(certificateFile, pem("CERTIFICATE", certificate.getEncoded()));
        Files.writeString(keyFile, pem("PRIVATE KEY", key.getEncoded()));
        var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, PASSWORD.toCharArray());
        var server = SSLContext.getInstance("TLS");
        server.init(keys.getKeyManagers(), null, null);
        return new Pem(new TlsFiles(certificateFile, keyFile, Optional.empty()), server);
    }

    private static String pem(String what, byte[] bytes) {
        return "-----BEGIN " + what + "-----\n" + Base64.getMimeEncoder().encodeToString(bytes) + "\n-----END " + what
                + "-----\n";
    }

    /** As the words of a line. */
    String words() {
        return " certificate=" + files.certificate() + " key=" + files.key();
    }
}
