package dev.shakeout.faults.container;

import dev.shakeout.engine.Machine;
import dev.shakeout.testbed.Engine;
import java.io.IOException;
import java.nio.file.Path;

/** How containers of Podman are is read from it. */
class PodmanProbeTest extends ContainerProbeTest {
    @Override
    Engine start(Path folder, Machine machine) throws IOException {
        return Engine.podman(folder, machine);
    }
}
