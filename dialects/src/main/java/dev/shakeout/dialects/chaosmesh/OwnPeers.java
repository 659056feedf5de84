package dev.shakeout.dialects.chaosmesh;

import dev.shakeout.dialects.Tree;
import dev.shakeout.dialects.foreign.Fidelity;
import dev.shakeout.dialects.foreign.Field;
import dev.shakeout.dialects.foreign.Origin;
import dev.shakeout.dialects.foreign.Sheet;
import dev.shakeout.dialects.foreign.Sketch;
import dev.shakeout.model.Json;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** The other end of the packets of a fault of ours, as Chaos Mesh has it: the opposite of {@link Peers}. */
final class OwnPeers {
    private static final Field DIRECTION =
            Field.kept(Origin.path("direction"), "spec.direction: out is to, in is from, both is both");
    private static final Fidelity NAMED = new Fidelity.Kept("spec.externalTargets; left out for everybody where packets leave");
    private static final Fidelity MACHINE = new Fidelity.Kept("ip-address and hostname; left out for everybody");
    private static final Fidelity UNNAMED = new Fidelity.Approximated(
            "they are not given: packets to and from everybody are met, not only those of the ports that the target listens on");
    private static final Fidelity PROCESS = new Fidelity.NotSupported(
            "a process is no other end there; give its address");
    private static final Field PORTS = Field.kept(Origin.path("peer-ports"), "what follows a colon in spec.externalTargets")
            .or(new Fidelity.NotSupported(
                    "it goes with peers that are named, and is one port for all of them; name the peers, and write a fault for"
                            + " each port"));

    private OwnPeers() {}

    /**
     * @param peers the argument that names them
     * @param usual the direction when none is given
     */
    static Origin write(Origin origin, String peers, String usual, Field direction, Field external) {
        var names = new Field(Origin.path(peers), List.of(NAMED, UNNAMED, PROCESS));
        if (peers.equals("peers")) {
            origin.by(DIRECTION, (arguments, own, sketch) -> {
                arguments.record(own);
                sketch.put(direction, direction(arguments, usual));
            });
        }
        return origin.by(names, (arguments, own, sketch) -> {
                    List<String> all = list(arguments, own);
                    boolean process = all.stream().anyMatch(name -> name.startsWith("process:"));
                    if (arguments.look(own).isEmpty()) {
                        arguments.note(own, UNNAMED);
                    }
                    arguments.record(own, process ? PROCESS : NAMED);
                    external(all, ports(arguments), peers.equals("peers") ? direction(arguments, usual) : "both", external, sketch);
                })
                .by(PORTS, (arguments, own, _) -> {
                    List<String> ports = list(arguments, own);
                    boolean said = ports.size() == 1
                            && !ports.getFirst().contains("-")
                            && !everybody(list(arguments, names));
                    arguments.record(own, own.ways().get(said ? 0 : 1));
                });
    }

    /** Addresses and nets, and host names, each with commas between them. */
    static Origin named(Origin origin, Field addresses, Field hosts) {
        var names = new Field(Origin.path("peers"), List.of(MACHINE, UNNAMED, PROCESS));
        return origin.by(names, (arguments, own, sketch) -> {
            List<String> all = list(arguments, own);
            boolean process = all.stream().anyMatch(name -> name.startsWith("process:"));
            arguments.record(own, process ? PROCESS : MACHINE);
            if (all.isEmpty()) {
                arguments.note(own, UNNAMED);
            }
            if (!everybody(all)) {
                put(all.stream().filter(OwnPeers::isAddress).toList(), addresses, sketch);
                put(all.stream().filter(name -> !isAddress(name)).toList(), hosts, sketch);
            }
        });
    }

    private static boolean isAddress(String name) {
        return name.matches("[0-9.]+(?:/\\d+)?") || name.contains(":");
    }

    private static void put(List<String> names, Field field, Sketch sketch) {
        if (!names.isEmpty()) {
            sketch.put(field, String.join(",", names));
        }
    }

    private static String direction(Sheet arguments, String usual) {
        return switch (arguments.look(DIRECTION).map(word -> word.json().text()).orElse(usual)) {
            case "in" -> "from";
            case "both" -> "both";
            default -> "to";
        };
    }

    private static List<String> ports(Sheet arguments) {
        return list(arguments, PORTS);
    }

    private static List<String> list(Sheet arguments, Field field) {
        return arguments
                .look(field)
                .map(value -> value instanceof Tree.Arr array
                        ? array.items().stream().map(item -> item.json().text())
                        : Arrays.stream(value.json().text().split(",", -1)))
                .orElse(Stream.of())
                .map(String::strip)
                .toList();
    }

    private static boolean everybody(List<String> names) {
        return names.isEmpty() || names.equals(List.of("any")) || names.containsAll(List.of("0.0.0.0/0", "::/0"));
    }

    private static void external(List<String> names, List<String> ports, String direction, Field external, Sketch sketch) {
        if (everybody(names) && direction.equals("to")) {
            return;
        }
        List<String> all = everybody(names) ? List.of("0.0.0.0/0", "::/0") : names;
        String port = ports.size() == 1 ? ":" + ports.getFirst() : "";
        sketch.put(
                external,
                Json.of(all.stream()
                        .map(name -> Json.of(port.isEmpty() || !name.contains(":") ? name + port : "[" + name + "]" + port))
                        .toList()));
    }
}
