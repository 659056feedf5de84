package dev.shakeout.faults.kubernetes;

import dev.shakeout.engine.Rung;
import java.util.List;

/** A fault that the API server of a cluster is asked for. */
interface ByApi extends Entitled {
    ApiRung rung();

    @Override
    default List<Right> toHit(ResourceType type) {
        return rung().rights().toHit(type);
    }

    @Override
    default List<Rung> rungs() {
        return List.of(rung());
    }
}
