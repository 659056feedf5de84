package dev.shakeout.faults.kubernetes;

import dev.shakeout.engine.Rung;
import dev.shakeout.model.Arguments;
import java.util.List;

/** A fault that the API server of a cluster is asked for. */
interface ByApi extends Entitled {
    ApiRung rung();

    @Override
    default List<Right> toHit(ResourceType type, Arguments arguments) {
        return rung().rights().toHit(type, arguments);
    }

    @Override
    default List<Rung> rungs() {
        return List.of(rung());
    }
}
