package dev.shakeout.dialects.litmus;

import dev.shakeout.dialects.foreign.Draft;
import dev.shakeout.dialects.foreign.Fidelity;
import dev.shakeout.dialects.foreign.Field;
import dev.shakeout.model.Json;
import dev.shakeout.model.Type;

/** The network interface that a fault is on. */
final class Interface {
    static final Field NAME = Field.kept("NETWORK_INTERFACE", "interface; all of them if not given")
            .or(new Fidelity.Approximated("nothing: what stands for a pod is met on all interfaces"));

    private Interface() {}

    /** An argument where the engine itself names one: the hub's own eth0 is only the usual name. */
    static void put(Draft arguments, Tunables tunables, Pods pods) {
        tunables.record(NAME, NAME.ways().get(pods.onPods() ? 0 : 1));
        if (pods.onPods() && tunables.given(NAME)) {
            tunables.look(NAME, Type.text())
                    .ifPresent(name -> arguments.put("interface", tunables.positionOf(NAME), Json.of(name)));
        }
    }
}
