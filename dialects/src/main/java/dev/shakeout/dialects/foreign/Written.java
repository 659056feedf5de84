package dev.shakeout.dialects.foreign;

import dev.shakeout.model.Json;
import java.util.List;

/**
 * An experiment of ours as another tool has it.
 *
 * @param objects to be handed to that tool together; none when something of ours cannot be said there
 * @param fidelity what became of each part of ours
 */
public record Written(List<Json.Obj> objects, FidelityReport fidelity) {
    public Written {
        objects = fidelity.notSupported().isEmpty() ? List.copyOf(objects) : List.of();
    }
}
