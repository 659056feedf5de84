package dev.shakeout.dialects.litmus;

import dev.shakeout.dialects.Tree;
import dev.shakeout.dialects.foreign.Choices;
import dev.shakeout.dialects.foreign.Draft;
import dev.shakeout.dialects.foreign.PodCriteria;
import dev.shakeout.dialects.foreign.TargetMap;
import dev.shakeout.model.Position;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What a ChaosEngine is about.
 *
 * @param namespace "" when nothing says one
 * @param kind of its workloads, such as deployment; "" when nothing says one
 * @param pods all of its pods; empty when nothing says which they are
 * @param owners workloads whose pods they are, where these are named
 * @param choices the map of targets among them
 */
record Application(
        Position position,
        String namespace,
        String kind,
        Optional<PodCriteria> pods,
        List<Owner> owners,
        Choices choices) {
    /** A workload by its name. */
    record Owner(Position position, String namespace, String kind, String name) {}

    TargetMap map() {
        return choices.targets();
    }

    /** Whether something stands for pods and nodes. */
    boolean mapped() {
        return !map().isEmpty();
    }

    /** A pod of this name. */
    PodCriteria named(String name, Position at) {
        return criteria(at, Map.of(namespace, List.of(name)), Map.of(), List.of());
    }

    static PodCriteria criteria(
            Position at, Map<String, List<String>> pods, Map<String, String> labels, List<String> nodes) {
        return new PodCriteria(
                at, Optional.empty(), List.of(), pods, labels, List.of(), Map.of(), Map.of(), nodes, Optional.empty());
    }

    /** The criteria of each target of which some or all are hit; several are several selections. */
    List<Tree.Obj> selections() {
        if (mapped()) {
            return map().matching(owners.isEmpty() ? pods.orElseThrow() : byOwner()).stream()
                    .map(TargetMap.Stand::target)
                    .toList();
        }
        return owners.isEmpty()
                ? pods.orElseThrow().targets()
                : owners.stream().map(Application::ownedBy).toList();
    }

    /** A stand-in for the pods of a workload has the workload's name. */
    private PodCriteria byOwner() {
        var names = new java.util.LinkedHashMap<String, List<String>>();
        owners.forEach(owner -> names.merge(
                owner.namespace(),
                List.of(owner.name()),
                (one, other) -> java.util.stream.Stream.concat(one.stream(), other.stream())
                        .toList()));
        return criteria(position, names, Map.of(), List.of());
    }

    private static Tree.Obj ownedBy(Owner owner) {
        return Draft.at(owner.position())
                .put("kind", "pod")
                .put("namespace", owner.namespace())
                .put("owner", owner.kind().toLowerCase(Locale.ROOT) + "/" + owner.name())
                .tree();
    }

    /** In words, for a message that nothing matches. */
    String words() {
        return owners.isEmpty()
                ? pods.map(PodCriteria::words).orElse("nothing that is said")
                : String.join(
                        "; or ",
                        owners.stream()
                                .map(owner -> "name " + owner.name() + " in " + owner.namespace())
                                .toList());
    }
}
