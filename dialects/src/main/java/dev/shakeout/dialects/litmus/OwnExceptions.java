package dev.shakeout.dialects.litmus;

import dev.shakeout.dialects.Tree;
import dev.shakeout.dialects.foreign.Act;
import dev.shakeout.dialects.foreign.Fidelity;
import dev.shakeout.dialects.foreign.Field;
import dev.shakeout.dialects.foreign.Origin;
import dev.shakeout.dialects.foreign.Ours;
import dev.shakeout.dialects.foreign.Sheet;
import dev.shakeout.dialects.foreign.Sketch;
import dev.shakeout.model.Type;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Other ends that a partition of ours leaves alone, as the network policy of Litmus lets them through. */
final class OwnExceptions {
    private static final String PATH = "except[].";
    private static final Field EXCEPT = Field.approximated(
                    Origin.path("except"),
                    NetworkPartition.PODS.path() + " and " + NetworkPartition.NAMESPACES.path()
                            + "; pods that take their place are let through too")
            .or(new Fidelity.NotSupported(
                    "what is let through there are all pods of the target's namespace that have some labels, and all pods of one"
                            + " namespace; name them so"));
    private static final List<Field> OWN = List.of(
            Field.kept(PATH + "kind", "pods"),
            Field.kept(PATH + "mode", "nothing: all of them are meant"),
            Field.kept(PATH + "namespace", NetworkPartition.NAMESPACES.path()),
            Field.kept(PATH + "labels", NetworkPartition.PODS.path()),
            Field.kept(PATH + "agent-image", "nothing: no agent of Shakeout is there"));

    private OwnExceptions() {}

    static Origin write(Origin origin) {
        origin.whole(EXCEPT, OwnExceptions::put);
        OWN.forEach(field -> origin.by(field, (_, _, _) -> {})); // each is taken with the whole
        return origin;
    }

    private static void put(Act act, Sheet arguments, Field own, Sketch env) {
        List<Tree> items = arguments
                .look(own)
                .map(value -> value instanceof Tree.Arr list ? list.items() : List.of(value))
                .orElse(List.of());
        List<Sheet> pods = Ours.inners(arguments, own, PATH);
        Map<Field, String> said = new LinkedHashMap<>();
        boolean all = pods.size() == items.size();
        for (Sheet each : pods) {
            OWN.forEach(each::record);
            Optional<Map.Entry<Field, String>> one = one(each, namespace(act));
            all &= one.isPresent() && !said.containsKey(one.get().getKey());
            one.ifPresent(found -> said.put(found.getKey(), found.getValue()));
        }
        arguments.record(own, own.ways().get(all ? 0 : 1));
        said.forEach(env::put);
    }

    private static String namespace(Act act) {
        return act.provider()
                .look(Act.TARGET)
                .filter(Tree.Obj.class::isInstance)
                .map(target -> Ours.text((Tree.Obj) target, "namespace"))
                .orElse("");
    }

    /** What lets these pods through, if anything does. */
    private static Optional<Map.Entry<Field, String>> one(Sheet pods, String here) {
        String namespace = Ours.text(pods.tree(), "namespace");
        boolean whole = List.of("", "all").contains(Ours.text(pods.tree(), "mode"))
                && Ours.text(pods.tree(), "kind").equals("pod");
        Map<String, String> labels = pods.look(OWN.get(3), Type.textMap()).orElse(Map.of());
        if (!whole || (labels.isEmpty() ? namespace.isEmpty() : !namespace.equals(here))) {
            return Optional.empty();
        }
        return Optional.of(
                labels.isEmpty()
                        ? Map.entry(NetworkPartition.NAMESPACES, NetworkPartition.NAME_LABEL + "=" + namespace)
                        : Map.entry(
                                NetworkPartition.PODS,
                                labels.entrySet().stream()
                                        .map(label -> label.getKey() + "=" + label.getValue())
                                        .collect(Collectors.joining(","))));
    }
}
