package dev.shakeout.cli;

import dev.shakeout.dialects.Inputs;
import dev.shakeout.dialects.Sources;
import dev.shakeout.engine.Catalog;
import dev.shakeout.engine.Machine;

/** How far a command looks beyond the text of an experiment. */
enum Look {
    /** Values are fetched; what calls name is not looked at. */
    PLAN,
    /** Values are fetched, and what calls name is looked at: Python modules are imported. */
    RUN,
    /** Nothing is fetched; what calls name is looked at. */
    VALIDATE;

    Inputs beyond(Inputs inputs, Catalog catalog, Machine machine) {
        return inputs.withSources(this == VALIDATE ? Sources.CLOSED : new OpenSources(catalog, machine))
                .withChecks(this == PLAN ? Inputs.Checks.NONE : call -> catalog.misfit(call, machine));
    }
}
