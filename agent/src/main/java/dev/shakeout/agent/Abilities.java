package dev.shakeout.agent;

import dev.shakeout.engine.Catalog;
import dev.shakeout.engine.Fault;
import dev.shakeout.engine.Machine;
import dev.shakeout.model.Json;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/** Which faults can be brought about on a host and in its processes, and by which rungs, best first; for a fleet's list. */
final class Abilities {
    private static final Set<String> KINDS = Set.of("host", "process");

    private Abilities() {}

    /** What a target or arguments lack besides is only known when there are some. */
    static Json.Obj of(Catalog catalog, Machine machine) {
        var own = Capabilities.own(machine);
        var abilities = new TreeMap<String, Json>();
        catalog.faults().forEach((name, fault) -> {
            List<String> holding = holding(fault, own, machine);
            if (!Collections.disjoint(fault.targetKinds(), KINDS) && !holding.isEmpty()) {
                abilities.put(name, Line.of(holding));
            }
        });
        return new Json.Obj(abilities);
    }

    private static List<String> holding(Fault fault, Capabilities own, Machine machine) {
        return fault.rungs().stream()
                .filter(rung -> own.missing(rung, machine)
                        .or(() -> rung.missing(machine))
                        .isEmpty())
                .map(rung -> rung.name())
                .toList();
    }
}
