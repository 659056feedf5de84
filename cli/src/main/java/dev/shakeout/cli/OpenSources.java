package dev.shakeout.cli;

import dev.shakeout.dialects.Sources;
import dev.shakeout.engine.Catalog;
import dev.shakeout.engine.Machine;
import dev.shakeout.model.Json;
import dev.shakeout.model.Provider;
import dev.shakeout.probes.Vault;

/** Reads and fetches what a file refers to, for a plan or a run. */
record OpenSources(Catalog catalog, Machine machine) implements Sources {
    @Override
    public boolean open() {
        return true;
    }

    @Override
    public Json read(Provider.Call probe) {
        return catalog.read(probe, machine);
    }

    @Override
    public Json vault(Json.Obj configuration, String path) {
        return new Vault(configuration, machine.environment()).secret(path);
    }
}
