package dev.shakeout.faults.container;

import dev.shakeout.engine.Machine;
import dev.shakeout.faults.host.CrashMatrix;
import dev.shakeout.faults.host.Stages;
import dev.shakeout.testbed.Engine;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** Whoever is killed: containers of a real engine are as before. */
class ContainerCrashMatrixTest extends CrashMatrix {
    private static Optional<Engine> docker = Optional.empty();
    private static Optional<Stages> stages = Optional.empty();

    @BeforeAll
    static void start(@TempDir Path folder) throws IOException {
        docker = Optional.of(Engine.docker(folder, Machine.local()));
        stages = docker.map(ContainerStages::new);
    }

    @AfterAll
    static void stop() {
        docker.ifPresent(Engine::close);
    }

    @Override
    protected Stages stages() {
        return stages.orElseThrow();
    }

    @Override
    protected Duration budget() {
        return Duration.ofSeconds(Long.getLong("matrix.seconds", 30));
    }
}
