package dev.shakeout.dialects.chaosmesh;

import dev.shakeout.dialects.Tree;
import dev.shakeout.dialects.foreign.Act;
import dev.shakeout.dialects.foreign.Fidelity;
import dev.shakeout.dialects.foreign.Field;
import dev.shakeout.dialects.foreign.Ours;
import dev.shakeout.dialects.foreign.Sheet;
import dev.shakeout.dialects.foreign.Sketch;
import dev.shakeout.model.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Pods at the other end of the packets of a fault of ours, as the target of a NetworkChaos. */
final class OwnPods {
    static final String PATH = "peers[].";
    private static final OwnSelection SELECTION =
            new OwnSelection(PATH, "spec.target.", Peers.SELECTOR, Peers.HOW_MANY, ModeFields.ALL);
    private static final Field CONTEXT = Field.kept(PATH + "context", "spec.remoteCluster, which both ends are in")
            .or(new Fidelity.NotSupported("both ends are in one cluster there; give the target the same context"));
    static final Field DRAW = Together.draw(PATH + "draw");
    private static final Field CONTAINER =
            Field.kept(PATH + "container", "nothing: all containers of a pod have its addresses");
    static final Field SEVERAL = Field.kept("peers[]", "spec.target")
            .or(new Fidelity.NotSupported(
                    "an object has one other end there: all pods of several namespaces or nodes, or several by name; write a fault"
                            + " for each"))
            .or(new Fidelity.NotSupported(
                    "the other end is pods, addresses or names there; name a Service, or its address"));

    private OwnPods() {}

    static List<Field> fields() {
        var fields = new ArrayList<>(SELECTION.fields());
        fields.addAll(List.of(SEVERAL, CONTEXT, CONTAINER, DRAW));
        return fields;
    }

    /** Those at the other end of its packets. */
    static List<Tree.Obj> of(Act act) {
        return act.provider().look(Act.ARGUMENTS).filter(Tree.Obj.class::isInstance).stream()
                .flatMap(arguments ->
                        Stream.of("peers", "from").flatMap(key -> ((Tree.Obj) arguments).get(key).stream()))
                .flatMap(member ->
                        member.value() instanceof Tree.Arr list ? list.items().stream() : Stream.of(member.value()))
                .filter(Tree.Obj.class::isInstance)
                .map(Tree.Obj.class::cast)
                .toList();
    }

    /** Whether chance decides which pods these are. */
    static boolean byChance(Tree.Obj pods) {
        return !List.of("", ModeFields.ALL).contains(Ours.text(pods, "mode"));
    }

    /** @param pods the items that are no names */
    static void write(List<Sheet> pods, Sketch spec) {
        var targets = new ArrayList<Json.Obj>();
        for (Sheet each : pods) {
            boolean pod = Ours.text(each.tree(), "kind").equals("pod");
            if (!pod) {
                each.leaveAlone();
                each.note(SEVERAL, SEVERAL.ways().getLast());
                return;
            }
            var one = Sketch.of("spec.");
            SELECTION.write(each, one);
            each.record(CONTAINER);
            boolean here = each.look(CONTEXT).map(name -> name.json().text()).equals(cluster(spec));
            each.record(CONTEXT, CONTEXT.ways().get(here ? 0 : 1));
            if (!here && each.look(CONTEXT).isEmpty()) {
                each.note(CONTEXT, CONTEXT.ways().get(1));
            }
            each.look(DRAW); // what becomes of it is written down when all are together
            targets.add((Json.Obj) one.json().get("target").orElse(Json.Obj.EMPTY));
        }
        Optional<Json.Obj> whole = together(targets);
        whole.ifPresent(target -> spec.put(Peers.TARGET, target));
        if (whole.isEmpty() && !pods.isEmpty()) {
            pods.getLast().note(SEVERAL, SEVERAL.ways().get(1));
        }
    }

    private static Optional<String> cluster(Sketch spec) {
        return spec.json().get("remoteCluster").map(Json::text);
    }

    /** Several of which all are meant, as one of which all are. */
    private static Optional<Json.Obj> together(List<Json.Obj> targets) {
        if (targets.size() < 2) {
            return targets.stream().findFirst();
        }
        boolean all =
                targets.stream().allMatch(target -> target.get("mode").equals(Optional.of(Json.of(ModeFields.ALL))));
        if (!all) {
            return Optional.empty();
        }
        return OneSelector.of(targets.stream()
                        .map(target -> (Json.Obj) target.get("selector").orElse(Json.Obj.EMPTY))
                        .toList())
                .map(selector -> Json.object("mode", ModeFields.ALL, "selector", selector));
    }
}
