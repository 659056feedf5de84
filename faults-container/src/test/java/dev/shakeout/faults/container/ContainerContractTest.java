package dev.shakeout.faults.container;

import dev.shakeout.engine.Fault;
import dev.shakeout.engine.Machine;
import dev.shakeout.faults.host.FaultCase;
import dev.shakeout.faults.host.FaultContract;
import dev.shakeout.faults.host.Stages;
import dev.shakeout.testbed.Engine;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** Every fault of containers, on containers of a real engine. */
class ContainerContractTest extends FaultContract {
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

    static Stream<FaultCase> cases() {
        return chosen(stages.orElseThrow());
    }

    static Stream<Fault> faults() {
        return ContainerStages.faultsOfContainers()
                .map(FaultCase::fault)
                .filter(ContainerFault.class::isInstance)
                .distinct();
    }

    @Override
    protected Stages stages() {
        return stages.orElseThrow();
    }
}
