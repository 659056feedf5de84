package dev.shakeout.engine;

import dev.shakeout.model.Injection;
import dev.shakeout.model.Plan;
import java.util.Map;

/** A plan, and what measures each of its injections. */
public record Planned(Plan plan, Map<String, Effect> effects) {
    Effect effect(Injection injection) {
        Effect effect = effects.get(injection.id());
        if (effect == null) {
            throw new IllegalStateException("injection " + injection.id() + " was not planned here");
        }
        return effect;
    }
}
