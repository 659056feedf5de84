package dev.shakeout.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.shakeout.cli.Shakeout.Ended;
import dev.shakeout.dialects.chaostoolkit.JournalReader;
import dev.shakeout.engine.Machine;
import dev.shakeout.testbed.Engine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The sample system of Compose, on a real engine, survives its drills; nothing is left that they have changed. */
@Isolated
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ContainerDrillsTest {
    private static final Path EXAMPLE = Path.of(System.getProperty("shakeout.home"), "examples/fks");

    private Engine docker;
    private Path folder;

    @BeforeAll
    void start(@TempDir Path temporary) throws Exception {
        folder = temporary;
        Machine machine = Machine.local();
        assumeTrue(machine.tool("docker-compose").isPresent(), "needs docker-compose (Debian: docker-compose)");
        assumeTrue(
                Files.isDirectory(EXAMPLE.resolve("target/lib")),
                "the sample system is not packaged; mvn verify does so before this test, mvn test does not");
        docker = Engine.docker(Files.createDirectory(folder.resolve("docker")), machine);
        compose("up");
    }

    @AfterAll
    void stop() throws Exception {
        if (docker != null) { // it could be started
            try {
                compose("down");
            } finally {
                docker.close();
            }
        }
    }

    private void compose(String what) throws Exception {
        Path said = folder.resolve(what + ".txt");
        var builder = new ProcessBuilder(EXAMPLE.resolve("containers.sh").toString(), what)
                .redirectErrorStream(true)
                .redirectOutput(said.toFile());
        builder.environment().put("DOCKER_HOST", "unix://" + docker.socket());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        Process process = builder.start();
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as(Files.readString(said)).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"container-failure-auth", "network-delay-execution"})
    void a_healthy_system_survives(String experiment) throws IOException {
        survives(experiment);
    }

    @Tag("long")
    @ParameterizedTest
    @ValueSource(strings = {"cpu-stress-training", "memory-exhaustion-data"})
    void a_healthy_system_survives_want_of_processors_and_memory(String experiment) throws IOException {
        survives(experiment);
    }

    private void survives(String experiment) throws IOException {
        var shakeout = new Shakeout(Files.createDirectory(folder.resolve(experiment)));
        var before = new ArrayList<>(docker.inItsNetwork());
        before.addAll(List.of("env", "DOCKER_HOST=unix://" + docker.socket()));
        Path file = EXAMPLE.resolve("containers").resolve(experiment + ".yaml");

        Ended ended = shakeout.startBehind(before, "run", file.toString()).end();

        assertThat(ended.status()).as(ended.toString()).isZero();
        var journal =
                JournalReader.read(experiment, Files.readString(shakeout.work().resolve("journal.json")));
        assertThat(journal.injections())
                .singleElement()
                .satisfies(injected -> assertThat(injected.bites()).contains(true));
        assertThat(journal.findings()).isEmpty();
        assertThat(shakeout.openRuns()).isEmpty();
    }
}
