package dev.shakeout.engine;

import dev.shakeout.model.Plan;
import java.util.Map;
import java.util.Optional;

/**
 * A plan, and what measures each of its injections.
 *
 * @param newcomers by which targets that appear later join it; empty when nobody was asked for
 */
public record Planned(Plan plan, Map<String, Effect> effects, Optional<Newcomers> newcomers) {
    /** Of targets that are there. */
    public Planned(Plan plan, Map<String, Effect> effects) {
        this(plan, effects, Optional.empty());
    }
}
