package dev.shakeout.testbed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.shakeout.engine.ProcessIdentity;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DaemonTest {
    private static final Path SLEEP = Path.of("/bin/sleep");

    @TempDir
    private Path folder;

    /** A test that is killed in the middle. */
    static final class Killed {
        private Killed() {}

        public static void main(String[] arguments) throws IOException {
            Daemon daemon = Daemon.start(SLEEP, List.of("1000"), Path.of(arguments[0]));
            await().until(() -> Path.of("/proc/" + daemon.identity().pid() + "/exe")
                    .toRealPath()
                    .equals(SLEEP.toRealPath()));
            System.out.println(daemon.identity().pid());
            Runtime.getRuntime().halt(0);
        }
    }

    @Test
    void endsWithAJvmThatIsKilled() throws Exception {
        Process jvm = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Killed.class.getName(),
                        folder.resolve("log").toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String said = new String(jvm.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        long pid = Long.parseLong(said.strip());
        await().until(() -> ProcessIdentity.of(pid).isEmpty());
    }

    @Test
    void endsAtOnceWhenItIsClosedEvenIfItStandsStill() throws IOException {
        var daemon = Daemon.start(SLEEP, List.of("1000"), folder.resolve("log"));
        daemon.pause();
        daemon.close();
        assertThat(daemon.ended()).isTrue();
        assertThat(daemon.identity().lives()).isFalse();
    }

    @Test
    void oneThatDoesNotGetReadyIsEnded() throws IOException {
        var slow = Daemon.start(SLEEP, List.of("1000"), folder.resolve("log"));
        assertThatThrownBy(() -> slow.awaitReady(Duration.ofMillis(200), () -> false))
                .hasMessageContaining("sleep");
        assertThat(slow.ended()).isTrue();
        var broken =
                Daemon.start(Path.of("/bin/sh"), List.of("-c", "echo no room >&2; exit 3"), folder.resolve("other"));
        assertThatThrownBy(() -> broken.awaitReady(Duration.ofMinutes(1), () -> false))
                .hasMessageContaining("no room");
    }

    @Test
    void oneThatEndsByItselfSaysWhy() throws IOException {
        var daemon = Daemon.start(
                Path.of("/bin/sh"), List.of("-c", "echo first; echo no room >&2; exit 3"), folder.resolve("log"));
        await().until(daemon::ended);
        assertThat(daemon.complaint())
                .startsWith("sh has ended, see " + folder.resolve("log"))
                .endsWith(": no room");
        assertThatThrownBy(daemon::pause)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("comes too late");
        daemon.close();
    }
}
