package dev.shakeout.faults.host;

import dev.shakeout.engine.Fault;
import dev.shakeout.engine.Rung;
import java.util.List;
import java.util.Set;

/** A fault that a proxy alone can bring about, on whatever has one on its way or can get one. */
interface ProxyFault extends Fault, ViaProxy {
    @Override
    default Set<String> targetKinds() {
        return Set.of("process", "link");
    }

    @Override
    default List<Rung> rungs() {
        return ways();
    }
}
