package dev.shakeout.faults.container;

import dev.shakeout.engine.Machine;
import dev.shakeout.testbed.Engine;
import java.io.IOException;
import java.nio.file.Path;

/** What a run leaves at Podman makes it unsafe. */
class PodmanWitnessTest extends ContainerWitnessTest {
    @Override
    Engine start(Path folder, Machine machine) throws IOException {
        return Engine.podman(folder, machine);
    }
}
