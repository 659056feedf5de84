package dev.shakeout.faults.container;

import dev.shakeout.engine.Machine;
import dev.shakeout.faults.host.Stages;
import dev.shakeout.testbed.Engine;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/** Whoever is killed: containers of Podman are as before. By default of some faults alone, as Podman takes its time. */
class PodmanCrashMatrixTest extends ContainerCrashMatrixTest {
    @Override
    protected Stages open(Path folder) throws IOException {
        return ContainerStages.sampled(Engine.podman(folder, Machine.local()));
    }

    /** Every fault, every kill and every point once. */
    @Override
    protected Duration budget() {
        return Duration.ofSeconds(Long.getLong("matrix.seconds", 0));
    }
}
