package dev.shakeout.dialects.litmus;

import dev.shakeout.dialects.Tree;
import dev.shakeout.model.Json;
import dev.shakeout.model.Position;
import java.util.List;
import java.util.Optional;

/**
 * What a probe changes in a cluster.
 *
 * @param faults which are the probe itself: they do what it asks for, and have failed where it has
 * @param pod the spec and metadata of one in which the probe's commands are run, made before its first reading
 */
record Changes(List<Fault> faults, Optional<Pod> pod) {
    static final Changes NOTHING = new Changes(List.of(), Optional.empty());

    /** As our format has it. */
    record Fault(String name, Tree.Obj target, Tree.Obj arguments) {
        static final String CREATE = "object/create";
    }

    /** @param manifest without a name */
    record Pod(Position position, String namespace, Json.Obj manifest) {}

    static Changes by(List<Fault> faults) {
        return new Changes(faults, Optional.empty());
    }

    static Changes in(Pod pod) {
        return new Changes(List.of(), Optional.of(pod));
    }

    /** Whether what is asked for is to make something. */
    boolean makes() {
        return faults.stream().anyMatch(fault -> fault.name().equals(Fault.CREATE));
    }

    boolean isNothing() {
        return faults.isEmpty() && pod.isEmpty();
    }
}
