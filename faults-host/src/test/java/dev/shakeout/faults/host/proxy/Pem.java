package dev.shakeout.faults.host.proxy;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** A certificate that signed itself, and its key, in files as a service has them; made by openssl. */
public record Pem(TlsFiles files, SSLContext server) {
    private static final String PASSWORD = "irrelevant";

    /** @param algorithm EC, RSA or ED25519 */
    public static Pem make(Path folder, String algorithm)
            throws IOException, InterruptedException, GeneralSecurityException {
        Path certificate = folder.resolve("a" + System.nanoTime() + ".crt");
        Path key = Path.of(certificate + ".key");
        Path store = Path.of(certificate + ".p12");
        String kind = algorithm.equals("EC") ? "-pkeyopt ec_paramgen_curve:P-256" : "";
        run("openssl req -x509 -newkey " + algorithm + " " + kind + " -nodes -days 3 -subj /CN=localhost"
                + " -addext subjectAltName=DNS:localhost,IP:127.0.0.1 -keyout " + key + " -out " + certificate);
        run("openssl pkcs12 -export -name a -passout pass:" + PASSWORD + " -inkey " + key + " -in " + certificate
                + " -out " + store);
        var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray()), PASSWORD.toCharArray());
        var server = SSLContext.getInstance("TLS");
        server.init(keys.getKeyManagers(), null, null);
        return new Pem(new TlsFiles(certificate, key, Optional.empty()), server);
    }

    private static void run(String command) throws IOException, InterruptedException {
        var process = new ProcessBuilder(List.of(command.split(" +", -1)))
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes());
        if (process.waitFor() != 0) {
            throw new IOException(command + ": " + said);
        }
    }

    /** As the words of a line. */
    String words() {
        return " certificate=" + files.certificate() + " key=" + files.key();
    }
}
