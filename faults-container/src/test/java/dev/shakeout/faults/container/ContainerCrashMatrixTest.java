package dev.shakeout.faults.container;

import dev.shakeout.engine.Machine;
import dev.shakeout.faults.host.CrashMatrix;
import dev.shakeout.faults.host.Stages;
import dev.shakeout.testbed.Engine;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/** Whoever is killed: containers of a real engine are as before. */
class ContainerCrashMatrixTest extends CrashMatrix {
    @Override
    protected Stages open(Path folder) throws IOException {
        return new ContainerStages(Engine.docker(folder, Machine.local()));
    }

    @Override
    protected Duration budget() {
        return Duration.ofSeconds(Long.getLong("matrix.seconds", 30));
    }
}
