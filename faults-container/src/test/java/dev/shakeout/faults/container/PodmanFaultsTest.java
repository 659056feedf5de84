package dev.shakeout.faults.container;

import dev.shakeout.engine.Machine;
import dev.shakeout.testbed.Engine;
import java.io.IOException;
import java.nio.file.Path;

/** Containers of Podman are broken by it and by the host, and are afterwards as before. */
class PodmanFaultsTest extends ContainerFaultsTest {
    @Override
    Engine start(Path folder, Machine machine) throws IOException {
        return Engine.podman(folder, machine);
    }
}
