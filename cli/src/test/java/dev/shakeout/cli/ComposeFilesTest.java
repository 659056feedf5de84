package dev.shakeout.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.shakeout.engine.Processes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What deploy/compose makes and says; its images cannot be had everywhere, so nothing of it is started. */
class ComposeFilesTest {
    private static final Path FILES = Path.of(System.getProperty("shakeout.home", ".."), "deploy/compose");
    private static final List<String> COPIED = List.of("compose.yaml", "haproxy.cfg", "prepare.sh");

    private final Processes processes = new Processes();

    @TempDir
    private Path folder;

    @BeforeEach
    void copy() throws IOException {
        assumeTrue(isInstalled("openssl"), "needs openssl");
        for (String file : COPIED) {
            Files.copy(FILES.resolve(file), folder.resolve(file));
        }
    }

    private boolean isInstalled(String program) {
        return processes.run(List.of("sh", "-c", "command -v " + program)).ok();
    }

    private Processes.Finished prepare(String names) {
        return in("sh ./prepare.sh " + names);
    }

    private Processes.Finished in(String command) {
        return processes.run(List.of("sh", "-c", "cd '" + folder + "' && " + command), Duration.ofMinutes(1));
    }

    private static String rights(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    @Test
    void whatNobodyElseMayKnowIsMadeOnce() throws IOException {
        Processes.Finished first = prepare("shakeout.example.org 10.0.0.7 fd00::7");
        assertThat(first.ok()).as(first.errors()).isTrue();
        for (String each : List.of(".env", "secrets/certificate.pem", "secrets/key.pem", "secrets/sealing.key")) {
            assertThat(rights(folder.resolve(each))).as(each).isEqualTo("rw-------");
        }
        assertThat(in("openssl x509 -in secrets/certificate.pem -noout -ext subjectAltName")
                        .output())
                .contains("DNS:shakeout.example.org, IP Address:10.0.0.7, IP Address:FD00:0:0:0:0:0:0:7");
        String key = Files.readString(folder.resolve("secrets/sealing.key"));
        String environment = Files.readString(folder.resolve(".env"));

        assertThat(prepare("another.example.org").output()).contains("secrets/certificate.pem is kept");

        assertThat(folder.resolve("secrets/sealing.key")).hasContent(key);
        assertThat(folder.resolve(".env")).hasContent(environment);
    }

    @Test
    void aNameThatIsNoneIsRefused() {
        Processes.Finished finished = prepare("'a b'");

        assertThat(finished.status()).isEqualTo(2);
        assertThat(finished.errors()).contains("'a b' is no name of a host");
        assertThat(folder.resolve("secrets/certificate.pem")).doesNotExist();
    }

    @Test
    void composeTakesItOncePrepared() {
        assumeTrue(isInstalled("docker-compose"), "needs docker-compose");
        Processes.Finished unprepared = in("docker-compose config --quiet");
        assertThat(unprepared.ok()).isFalse();
        assertThat(unprepared.errors()).contains("run ./prepare.sh first");

        assertThat(prepare("localhost").ok()).isTrue();

        Processes.Finished config = in("docker-compose config");
        assertThat(config.ok()).as(config.errors()).isTrue();
        assertThat(config.output())
                .contains("image: shakeout:" + Version.NUMBER, "hostname: server-3", "cat /run/secrets/sealing");
    }
}
