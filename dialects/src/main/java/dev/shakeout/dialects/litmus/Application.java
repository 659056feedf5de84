package dev.shakeout.dialects.litmus;

import dev.shakeout.dialects.Tree;
import dev.shakeout.dialects.foreign.Choices;
import dev.shakeout.dialects.foreign.Draft;
import dev.shakeout.dialects.foreign.LabelText;
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
 * @param onNodes labels of the nodes on which they must be
 * @param choices the map of targets among them
 */
record Application(
        Position position,
        String namespace,
        String kind,
        Optional<PodCriteria> pods,
        List<Owner> owners,
        LabelText onNodes,
        Choices choices) {
    /** A workload by its name. */
    record Owner(Position position, String namespace, String kind, String name) {}

    /** The same, but only what is on nodes with these labels. */
    Application on(LabelText those) {
        return new Application(position, namespace, kind, pods, owners, those, choices);
    }

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
                at,
                Optional.empty(),
                List.of(),
                pods,
                labels,
                List.of(),
                Map.of(),
                Map.of(),
                nodes,
                LabelText.NONE,
                Optional.empty());
    }

    /** The criteria of each target of which some or all are hit; several are several selections. */
    List<Tree.Obj> selections() {
        if (mapped()) {
            return map().matching((owners.isEmpty() ? pods.orElseThrow() : byOwner()).on(onNodes)).stream()
                    .map(TargetMap.Stand::target)
                    .toList();
        }
        return owners.isEmpty()
                ? pods.orElseThrow().on(onNodes).targets()
                : owners.stream().map(this::ownedBy).toList();
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

    private Tree.Obj ownedBy(Owner owner) {
        Draft pod = Draft.at(owner.position())
                .put("kind", "pod")
                .put("namespace", owner.namespace())
                .put("owner", owner.kind().toLowerCase(Locale.ROOT) + "/" + owner.name());
        return (onNodes.isEmpty() ? pod : pod.put("node-selector", onNodes.text())).tree();
    }

    /** In words, for a message that nothing matches. */
    String words() {
        return owners.isEmpty()
                ? pods.map(all -> all.on(onNodes).words()).orElse("nothing that is said")
                : String.join(
                        "; or ",
                        owners.stream()
                                .map(owner -> "name " + owner.name() + " in " + owner.namespace())
                                .toList());
    }
}
