package dev.shakeout.faults.container;

import dev.shakeout.engine.Fault;
import dev.shakeout.faults.host.FaultCase;
import dev.shakeout.faults.host.FaultContract;
import dev.shakeout.faults.host.Stages;
import dev.shakeout.testbed.Engine;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Every fault of containers, on containers of a real engine. */
class ContainerContractTest extends FaultContract {
    @RegisterExtension
    static final StandingEngine DOCKER = new StandingEngine(Engine::docker, ContainerStages::new);

    static Stream<FaultCase> cases() {
        return chosen(DOCKER.stages());
    }

    static Stream<Fault> faults() {
        return ContainerStages.faultsOfContainers()
                .map(FaultCase::fault)
                .filter(ContainerFault.class::isInstance)
                .distinct();
    }

    @Override
    protected Stages stages() {
        return DOCKER.stages();
    }
}
