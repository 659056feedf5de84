package dev.shakeout.faults.host;

import dev.shakeout.engine.Fault;
import java.util.stream.Stream;

/** Every fault of this module. */
class FaultContractTest extends FaultContract {
    static Stream<FaultCase> cases() {
        return chosen(Stages.OF_THIS_HOST);
    }

    static Stream<Fault> faults() {
        return FaultCase.faults();
    }

    @Override
    protected Stages stages() {
        return Stages.OF_THIS_HOST;
    }
}
