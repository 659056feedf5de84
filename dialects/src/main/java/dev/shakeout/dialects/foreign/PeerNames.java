package dev.shakeout.dialects.foreign;

import dev.shakeout.dialects.Tree;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** The other end of packets as ours names it, where it is written in another tool's format. */
public final class PeerNames {
    public static final Fidelity UNNAMED = new Fidelity.Approximated(
            "they are not given: packets to and from everybody are met, not only those of the ports that the target listens on");
    public static final Fidelity PROCESS = new Fidelity.NotSupported(
            "the other end has addresses or names there, and a process or a target is neither; name a Service");

    private PeerNames() {}

    /** Of an argument that is a list, or has commas. */
    public static List<String> list(Sheet arguments, Field field) {
        return arguments
                .look(field)
                .map(value -> value instanceof Tree.Arr array
                        ? array.items().stream()
                                .map(item -> item instanceof Tree.Obj
                                        ? "{}"
                                        : item.json().text())
                        : value instanceof Tree.Obj
                                ? Stream.of("{}")
                                : Arrays.stream(value.json().text().split(",", -1)))
                .orElse(Stream.of())
                .map(String::strip)
                .toList();
    }

    public static boolean everybody(List<String> names) {
        return names.isEmpty() || names.equals(List.of("any")) || names.containsAll(List.of("0.0.0.0/0", "::/0"));
    }

    /** Addresses and nets, and host names, each with commas between them; nothing for everybody. */
    public static Origin apart(Origin origin, Field addresses, Field hosts) {
        var names = Field.kept(
                        Origin.path("peers"), addresses.key() + " and " + hosts.key() + "; left out for everybody")
                .or(UNNAMED)
                .or(PROCESS);
        return origin.by(names, (arguments, own, sketch) -> {
            List<String> all = list(arguments, own);
            boolean process = all.stream().anyMatch(name -> isNoName(name));
            arguments.record(own, own.ways().get(process ? 2 : 0));
            if (all.isEmpty()) {
                arguments.note(own, UNNAMED);
            }
            if (!everybody(all)) {
                put(all.stream().filter(PeerNames::isAddress).toList(), addresses, sketch);
                put(all.stream().filter(name -> !isAddress(name)).toList(), hosts, sketch);
            }
        });
    }

    /** A process, or a target, of which it is what our format says of it. */
    public static boolean isNoName(String name) {
        return name.startsWith("process:") || name.startsWith("{");
    }

    private static boolean isAddress(String name) {
        return name.matches("[0-9.]+(?:/\\d+)?") || name.contains(":");
    }

    private static void put(List<String> names, Field field, Sketch sketch) {
        if (!names.isEmpty()) {
            sketch.put(field, String.join(",", names));
        }
    }
}
