package dev.shakeout.faults.host.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that are no use are refused with their path and the reason. */
class TlsFilesTest {
    @TempDir
    static Path folder;

    private static Pem good;
    private static Pem rsa;
    private static Pem edwards;

    @BeforeAll
    static void make() throws Exception {
        good = Pem.make(folder, "EC");
        rsa = Pem.make(folder, "RSA");
        edwards = Pem.make(folder, "ED25519");
    }

    private static Path file(String text) throws Exception {
        return Files.writeString(Files.createTempFile(folder, "a", ".pem"), text);
    }

    private static Path resource(String name) throws Exception {
        return Path.of(TlsFilesTest.class.getResource(name).toURI());
    }

    private static void refused(TlsFiles files, Path path, String reason) {
        assertThatThrownBy(files::load)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(path + " ")
                .hasMessageContaining(reason);
    }

    private static void certificateRefused(Path certificate, String reason) {
        refused(new TlsFiles(certificate, good.files().key(), Optional.empty()), certificate, reason);
    }

    private static void keyRefused(Path key, String reason) {
        refused(new TlsFiles(good.files().certificate(), key, Optional.empty()), key, reason);
    }

    @Test
    void takes_keys_of_every_usual_kind() {
        for (Pem pem : List.of(good, rsa, edwards)) {
            assertThat(pem.files().load()).isNotNull();
        }
    }

    @Test
    void refuses_certificates_that_are_no_use() throws Exception {
        certificateRefused(folder.resolve("nowhere"), "does not exist");
        certificateRefused(folder, "cannot be read");
        certificateRefused(file(""), "holds no certificate");
        certificateRefused(file("hello"), "holds no certificate");
        certificateRefused(resource("expired.crt"), "has expired, on 2001-01-02");
        certificateRefused(resource("early.crt"), "is not valid before 2150-01-01");
    }

    @Test
    void refuses_keys_that_are_no_use() throws Exception {
        keyRefused(folder.resolve("nowhere"), "does not exist");
        keyRefused(file(""), "holds no key");
        keyRefused(good.files().certificate(), "holds no key");
        keyRefused(edwards.files().key(), "does not belong to the certificate");
        keyRefused(rsa.files().key(), "does not belong to the certificate");
        String begin = "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n";
        keyRefused(file(begin), "does not belong to the certificate");
        keyRefused(file(begin.replace("PRIVATE", "ENCRYPTED PRIVATE")), "openssl pkcs8 -topk8 -nodes");
        keyRefused(file(begin.replace("PRIVATE", "RSA PRIVATE")), "openssl pkcs8 -topk8 -nodes");
    }

    @Test
    void refuses_others_to_trust_that_are_none() throws Exception {
        Path none = file("x");
        refused(
                new TlsFiles(good.files().certificate(), good.files().key(), Optional.of(none)),
                none,
                "no certificate");
    }

    @Test
    void never_says_what_is_in_a_key() throws Exception {
        assertThat(good.files().toString())
                .doesNotContain(Files.readString(good.files().key()).substring(40, 60));
    }

    @Test
    void a_proxy_does_not_start_with_files_that_are_no_use() {
        String line = "http abort certificate=/nowhere key=" + good.files().key();
        assertThatThrownBy(() -> new Control(List.of(line))).hasMessageContaining("/nowhere does not exist");
        assertThatThrownBy(() -> new Control(List.of("http abort certificate=/nowhere")))
                .hasMessageContaining("key");
    }
}
