package dev.shakeout.faults.container;

import dev.shakeout.engine.Machine;
import dev.shakeout.testbed.Engine;
import java.io.IOException;
import java.nio.file.Path;

/** Containers of Podman are found by what they are known by. */
class PodmanFinderTest extends ContainerFinderTest {
    @Override
    Engine start(Path folder, Machine machine) throws IOException {
        return Engine.podman(folder, machine);
    }
}
