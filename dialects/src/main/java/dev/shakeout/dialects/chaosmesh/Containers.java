package dev.shakeout.dialects.chaosmesh;

import dev.shakeout.dialects.Tree;
import dev.shakeout.dialects.foreign.Draft;
import dev.shakeout.dialects.foreign.Fidelity;
import dev.shakeout.dialects.foreign.Field;
import dev.shakeout.dialects.foreign.Form;
import dev.shakeout.dialects.foreign.Origin;
import dev.shakeout.dialects.foreign.Sheet;
import dev.shakeout.dialects.foreign.Sketch;
import dev.shakeout.model.Json;
import dev.shakeout.model.Type;
import java.util.List;
import java.util.stream.Stream;

/** Which containers of a pod are meant. */
final class Containers {
    private static final Fidelity MAPPED =
            new Fidelity.Approximated("nothing: the target map says which process or container stands for the pod");
    private static final Fidelity SHARED =
            new Fidelity.Kept("nothing: all containers of a pod are hit together, in Chaos Mesh too");
    static final Field NAMES = Field.kept(
                    "spec.containerNames", "container of the target, one fault for each; the first if none is named")
            .or(MAPPED)
            .or(SHARED);

    /** The same for a kind of which every action means containers. */
    static final Field NAMES_OR_FIRST =
            new Field(NAMES.path(), List.of(NAMES.ways().get(0), MAPPED));

    /** The same for a kind that hits what all containers of a pod share. */
    static final Field WHOLE_PODS = new Field(NAMES.path(), List.of(SHARED));

    private static final Field OWN = Field.kept("target.container", "spec.containerNames")
            .or(new Fidelity.Kept("nothing: all containers of a pod are hit together, there too"))
            .or(new Fidelity.NotSupported(
                    "it is not given, and Chaos Mesh ends no container that is not named; name it"));

    private Containers() {}

    static Field own() {
        return OWN;
    }

    /** Which container of its pods is hit. */
    static void write(Sheet target, boolean whole, boolean named, Sketch spec) {
        target.record(OWN, OWN.ways().get(whole ? 1 : 0));
        if (target.look(OWN).isEmpty()
                && named
                && spec.json().get("containerNames").isEmpty()) {
            target.note(OWN, OWN.ways().get(2));
        }
        if (!whole) {
            target.look(OWN)
                    .ifPresent(name ->
                            spec.put(NAMES, Json.of(List.of(Json.of(name.json().text())))));
        }
    }

    /** A fault that ends containers. */
    static Origin kill(String fault) {
        return Origin.of(fault)
                .only("signal", Json.of("KILL"), "containers are ended with KILL there; leave it out")
                .put("container", NAMES, Form.always(name -> Json.of(List.of(Json.of(name.text())))));
    }

    /** The action means whole pods. */
    static void none(Sheet spec) {
        spec.record(NAMES, SHARED);
    }

    /**
     * The same hits, each in the containers that are named.
     *
     * @param field the one that the kind tells of
     */
    static List<Hit> in(Sheet spec, List<Hit> hits, Field field) {
        boolean mapped = hits.stream().anyMatch(hit -> !isPod(hit));
        List<String> names = spec.look(NAMES, Type.texts()).orElse(List.of());
        spec.record(field, mapped ? MAPPED : NAMES.ways().getFirst());
        return hits.stream()
                .flatMap(hit -> isPod(hit) && !names.isEmpty()
                        ? names.stream().map(name -> new Hit(hit.call(), in(hit.target(), spec, name), hit.lasts()))
                        : Stream.of(hit))
                .toList();
    }

    private static boolean isPod(Hit hit) {
        return hit.target()
                .get("kind")
                .filter(kind -> kind.value().json().equals(Json.of("pod")))
                .isPresent();
    }

    private static Tree.Obj in(Tree.Obj target, Sheet spec, String name) {
        return Draft.at(target.position())
                .all(target)
                .put("container", spec.positionOf(NAMES), Json.of(name))
                .tree();
    }
}
