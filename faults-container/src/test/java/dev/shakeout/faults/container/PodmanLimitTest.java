package dev.shakeout.faults.container;

import dev.shakeout.engine.Machine;
import dev.shakeout.testbed.Engine;
import java.io.IOException;
import java.nio.file.Path;

/** Containers of Podman get less than they may have. */
class PodmanLimitTest extends ContainerLimitTest {
    @Override
    Engine start(Path folder, Machine machine) throws IOException {
        return Engine.podman(folder, machine);
    }
}
