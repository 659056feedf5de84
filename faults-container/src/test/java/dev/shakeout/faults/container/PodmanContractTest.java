package dev.shakeout.faults.container;

import dev.shakeout.engine.Fault;
import dev.shakeout.faults.host.FaultCase;
import dev.shakeout.faults.host.FaultContract;
import dev.shakeout.faults.host.Stages;
import dev.shakeout.testbed.Engine;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Faults of containers, on containers of Podman. By default some of them alone, as Podman takes its time. */
class PodmanContractTest extends FaultContract {
    @RegisterExtension
    static final StandingEngine PODMAN = new StandingEngine(Engine::podman, ContainerStages::sampled);

    static Stream<FaultCase> cases() {
        return chosen(PODMAN.stages());
    }

    static Stream<Fault> faults() {
        return ContainerContractTest.faults();
    }

    @Override
    protected Stages stages() {
        return PODMAN.stages();
    }
}
