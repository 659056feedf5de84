package dev.shakeout.agent;

import dev.shakeout.engine.Catalog;
import dev.shakeout.engine.Machine;
import dev.shakeout.model.Json;

/** What an agent on this host says of it when it joins a fleet: as long as what real agents say. */
public record HostWords(Json.Obj facts, Json.Obj rungs) {
    /** @param version of Shakeout */
    public static HostWords of(Machine machine, String version) {
        return new HostWords(Facts.of(machine, version), Abilities.of(Catalog.installed(), machine));
    }
}
