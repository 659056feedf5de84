package dev.shakeout.dialects.chaosmesh;

import dev.shakeout.dialects.foreign.Fidelity;
import dev.shakeout.dialects.foreign.Field;
import dev.shakeout.dialects.foreign.Origin;
import dev.shakeout.dialects.foreign.Ours;
import dev.shakeout.dialects.foreign.PeerNames;
import dev.shakeout.dialects.foreign.Sheet;
import dev.shakeout.dialects.foreign.Sketch;
import dev.shakeout.model.Json;
import java.util.List;

/** The other end of the packets of a fault of ours, as Chaos Mesh has it: the opposite of {@link Peers}. */
final class OwnPeers {
    private static final Field DIRECTION = Field.kept(
                    Origin.path("direction"), "spec.direction: out is to, in is from, both is both")
            .or(new Fidelity.NotSupported(
                    "what comes from others than pods can only be kept out there; name pods, or set direction to out"));
    private static final Fidelity NAMED =
            new Fidelity.Kept("spec.externalTargets; left out for everybody where packets leave");
    private static final Fidelity PODS =
            new Fidelity.Kept("spec.target for pods, and spec.externalTargets for what is named beside them");
    private static final Field PORTS = Field.kept(
                    Origin.path("peer-ports"), "what follows a colon in spec.externalTargets")
            .or(new Fidelity.NotSupported(
                    "it goes with peers that are named, and is one port for all of them; name the peers, and write a fault for"
                            + " each port"));

    private OwnPeers() {}

    /**
     * @param peers the argument that names them
     * @param usual the direction when none is given
     */
    static Origin write(Origin origin, String peers, String usual, Field direction, Field external) {
        var names = new Field(Origin.path(peers), List.of(NAMED, PODS, PeerNames.UNNAMED, PeerNames.PROCESS));
        if (peers.equals("peers")) {
            origin.by(DIRECTION, (arguments, own, sketch) -> {
                String word = direction(arguments, usual);
                boolean said = partition(origin) || word.equals("to") || isPods(arguments, names);
                arguments.record(own, own.ways().get(said ? 0 : 1));
                sketch.put(direction, word);
            });
        }
        return origin.by(names, (arguments, own, sketch) -> {
                    List<Sheet> pods = Ours.inners(arguments, own, OwnPods.PATH);
                    List<String> all = named(arguments, own);
                    if (arguments.look(own).isEmpty()) {
                        arguments.note(own, PeerNames.UNNAMED);
                    }
                    boolean process = all.stream().anyMatch(PeerNames::isNoName);
                    arguments.record(own, process ? PeerNames.PROCESS : pods.isEmpty() ? NAMED : PODS);
                    OwnPods.write(pods, sketch);
                    if (pods.isEmpty() || !all.isEmpty()) {
                        String way = peers.equals("peers") ? direction(arguments, usual) : "both";
                        external(all, ports(arguments), pods.isEmpty() && way.equals("to"), external, sketch);
                    }
                })
                .by(PORTS, (arguments, own, _) -> {
                    List<String> ports = PeerNames.list(arguments, own);
                    boolean said = ports.size() == 1
                            && !ports.getFirst().contains("-")
                            && !PeerNames.everybody(PeerNames.list(arguments, names))
                            && named(arguments, names).size()
                                    == PeerNames.list(arguments, names).size();
                    arguments.record(own, own.ways().get(said ? 0 : 1));
                });
    }

    /** Chaos Mesh drops what comes from anywhere, and does all else where packets leave: at the pods that are the other end. */
    private static boolean partition(Origin origin) {
        return List.of("network/partition", "network/block", "network/blackhole")
                .contains(origin.fault());
    }

    private static boolean isPods(Sheet arguments, Field names) {
        return !PeerNames.list(arguments, names).isEmpty()
                && named(arguments, names).isEmpty();
    }

    /** Those that are no targets. */
    private static List<String> named(Sheet arguments, Field names) {
        return PeerNames.list(arguments, names).stream()
                .filter(name -> !name.startsWith("{"))
                .toList();
    }

    private static String direction(Sheet arguments, String usual) {
        return switch (arguments.look(DIRECTION).map(word -> word.json().text()).orElse(usual)) {
            case "in" -> "from";
            case "both" -> "both";
            default -> "to";
        };
    }

    private static List<String> ports(Sheet arguments) {
        return PeerNames.list(arguments, PORTS);
    }

    private static void external(
            List<String> names, List<String> ports, boolean unless, Field external, Sketch sketch) {
        if (PeerNames.everybody(names) && unless) {
            return;
        }
        List<String> all = PeerNames.everybody(names) ? List.of("0.0.0.0/0", "::/0") : names;
        String port = ports.size() == 1 ? ":" + ports.getFirst() : "";
        sketch.put(
                external,
                Json.of(all.stream()
                        .map(name ->
                                Json.of(port.isEmpty() || !name.contains(":") ? name + port : "[" + name + "]" + port))
                        .toList()));
    }
}
