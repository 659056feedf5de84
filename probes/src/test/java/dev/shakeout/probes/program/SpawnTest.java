package dev.shakeout.probes.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import dev.shakeout.engine.Machine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Both ways to start a program do the same. */
class SpawnTest {
    private static final Duration LONG = Duration.ofMinutes(1);

    @TempDir
    Path folder;

    enum Way {
        JVM {
            @Override
            Optional<Program.Ended> run(Program program, Duration limit) throws Exception {
                return program.runByJvm(limit);
            }
        },
        SPAWN {
            @Override
            Optional<Program.Ended> run(Program program, Duration limit) throws Exception {
                var spawn = Spawn.make();
                assumeThat(spawn).as("posix_spawn(3) can be called here").isPresent();
                return spawn.get().start(program).orElseThrow().await(limit);
            }
        };

        abstract Optional<Program.Ended> run(Program program, Duration limit) throws Exception;
    }

    @ParameterizedTest
    @EnumSource
    void bothOutputsAndTheStatusAreRead(Way way) throws Exception {
        assertThat(sh(way, "echo out; echo err >&2; exit 3")).isEqualTo(new Program.Ended(3, "out\n", "err\n"));
        assertThat(sh(way, "kill -s TERM $$").status()).isEqualTo(128 + 15);
    }

    @ParameterizedTest
    @EnumSource
    void itHasASessionOfItsOwnAnEmptyInputAndNoDescriptorOfOurs(Way way) throws Exception {
        try (var _ = Files.newInputStream(Files.writeString(folder.resolve("open"), "open"))) {
            var seen = sh(way, "ps -o sid= -p $$; echo $$; cat; ls /proc/$$/fd")
                    .output()
                    .strip()
                    .split("\\s+");
            assertThat(seen[0]).isEqualTo(seen[1]);
            assertThat(seen).as("descriptors").endsWith("0", "1", "2").hasSizeBetween(5, 6); // dash opens one at times
        }
    }

    @ParameterizedTest
    @EnumSource
    void itsEnvironmentIsOursOrWhatTheMachineSays(Way way) throws Exception {
        assertThat(sh(way, "echo $PATH").output().strip()).isEqualTo(System.getenv("PATH"));
        var more = new HashMap<>(System.getenv());
        more.put("SPAWN_TEST", "grüß dich");
        var program = new Program(command("echo $SPAWN_TEST"), Machine.local().withEnvironment(more));
        assertThat(way.run(program, LONG).orElseThrow().output()).isEqualTo("grüß dich\n");
    }

    @ParameterizedTest
    @EnumSource
    void muchOnBothOutputsNeitherBlocksNorIsLost(Way way) throws Exception {
        var ended = sh(way, "head -c 3000000 /dev/zero | tee /dev/stderr");
        assertThat(ended.output()).hasSize(3_000_000);
        assertThat(ended.errors()).hasSize(3_000_000);
    }

    @ParameterizedTest
    @EnumSource
    void onePatientWithClosedOutputsIsAwaited(Way way) throws Exception {
        Path done = folder.resolve("done");
        assertThat(sh(way, "exec >&- 2>&-; sleep 0.2; touch '" + done + "'; exit 5")
                        .status())
                .isEqualTo(5);
        assertThat(done).exists();
    }

    @ParameterizedTest
    @EnumSource
    void aTimeOutAndAnInterruptKillItWithItsOrphans(Way way) throws Exception {
        Path pids = folder.resolve("pids");
        var program = program("(sleep 1000 & echo $! >> %1$s); echo $$ >> %1$s; sleep 1000".formatted(pids));
        assertThat(way.run(program, Duration.ofMillis(300))).isEmpty();
        assertThat(living(pids)).isEmpty();

        Files.delete(pids);
        var thrown = new AtomicReference<Throwable>();
        Thread runner = Thread.ofPlatform().start(() -> {
            try {
                way.run(program, LONG);
            } catch (Throwable e) {
                thrown.set(e);
            }
        });
        await().until(() -> Files.exists(pids) && Files.readAllLines(pids).size() == 2);
        runner.interrupt();
        runner.join(Duration.ofSeconds(20));
        assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
        assertThat(living(pids)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void noDescriptorIsLeft(Way way) throws Exception {
        sh(way, "true");
        long before = descriptors();
        for (int i = 0; i < 20; i++) {
            sh(way, "echo " + i);
        }
        await().untilAsserted(() -> assertThat(descriptors()).isLessThan(before + 10));
    }

    /** What cannot be started is left to the JVM, which knows why. */
    @ParameterizedTest
    @EnumSource
    void whatCannotBeStartedIsToldByTheJvm(Way way) throws Exception {
        var missing = new Program(List.of(folder + "/none"), Machine.local());
        var ended = Optional.<Program.Ended>empty();
        if (way == Way.JVM) { // by setsid
            ended = missing.runByJvm(LONG);
            assertThat(ended.orElseThrow().errors()).contains("none");
        } else {
            assertThat(Spawn.make().flatMap(spawn -> spawn.start(missing))).isEmpty();
        }
        var cut = new Program(List.of("/bin/echo", "a\0b"), Machine.local());
        assertThatThrownBy(() -> cut.runByJvm(LONG)).isInstanceOf(IOException.class);
        assertThat(Spawn.make().flatMap(spawn -> spawn.start(cut))).isEmpty();
    }

    private static long descriptors() throws IOException {
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            return open.count();
        }
    }

    private static List<String> living(Path pids) throws IOException {
        return Files.readAllLines(pids).stream()
                .filter(pid -> ProcessHandle.of(Long.parseLong(pid)).isPresent()
                        && !stat(pid).contains(") Z "))
                .toList();
    }

    private static String stat(String pid) {
        try {
            return Files.readString(Path.of("/proc", pid, "stat"));
        } catch (IOException _) {
            return ") Z ";
        }
    }

    private static Program.Ended sh(Way way, String script) throws Exception {
        return way.run(program(script), LONG).orElseThrow();
    }

    private static Program program(String script) {
        return new Program(command(script), Machine.local());
    }

    private static List<String> command(String script) {
        return List.of("/bin/sh", "-c", script);
    }
}
