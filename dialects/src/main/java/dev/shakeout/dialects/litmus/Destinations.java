package dev.shakeout.dialects.litmus;

import dev.shakeout.dialects.Tree;
import dev.shakeout.dialects.foreign.Draft;
import dev.shakeout.dialects.foreign.Fidelity;
import dev.shakeout.dialects.foreign.Field;
import dev.shakeout.dialects.foreign.Form;
import dev.shakeout.dialects.foreign.Origin;
import dev.shakeout.dialects.foreign.Others;
import dev.shakeout.dialects.foreign.PeerNames;
import dev.shakeout.model.Json;
import dev.shakeout.model.Position;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The other end of the packets of a fault of the network.
 *
 * @param names as the faults of the network take them
 * @param selected others, as our format finds targets; nobody at all means everybody
 * @param ports of the other end; none means all
 * @param own port of the pod, as text; none means all
 */
record Destinations(
        Position position, List<String> names, List<Tree.Obj> selected, List<String> ports, List<String> own) {
    private static final Field IPS =
            Field.kept("DESTINATION_IPS", "peers, and peer-ports for what follows a |; everybody if nobody is named");
    private static final Field HOSTS = Field.kept("DESTINATION_HOSTS", "peers, and peer-ports for what follows a |");
    private static final Fidelity BUT =
            new Fidelity.NotSupported("all ports but some cannot be said; name those that are meant");
    private static final Field PORTS =
            Field.kept("DESTINATION_PORTS", "peer-ports").or(BUT);
    private static final Field OWN = Field.kept("SOURCE_PORTS", "port")
            .or(BUT)
            .or(new Fidelity.NotSupported("a fault has one port of the pod; name one of them"));
    static final List<String> EVERYBODY = List.of("0.0.0.0/0", "::/0");

    static List<Field> tunables() {
        return List.of(IPS, HOSTS, PORTS, OWN);
    }

    static Destinations read(Tunables tunables) {
        var names = new LinkedHashSet<String>();
        var ports = new LinkedHashSet<String>();
        var each = new LinkedHashSet<Set<String>>();
        for (Field field : List.of(IPS, HOSTS)) {
            for (String written : tunables.take(field, Commas.TYPE).orElse(List.of())) {
                List<String> parts = List.of(written.split("\\|", -1));
                names.add(parts.getFirst());
                each.add(new LinkedHashSet<>(parts.subList(1, parts.size())));
            }
        }
        if (each.size() > 1) {
            tunables.wrong(
                    tunables.given(IPS) ? IPS : HOSTS,
                    "the destinations have different ports, or only some have some, and a fault has one list of ports for all"
                            + " its peers; write one experiment for each");
        } else {
            each.forEach(ports::addAll);
        }
        ports.addAll(ports(tunables, PORTS, 0));
        List<String> own = ports(tunables, OWN, 1);
        Position position = tunables.positionOf(tunables.given(IPS) ? IPS : HOSTS);
        return new Destinations(position, List.copyOf(names), List.of(), List.copyOf(ports), own);
    }

    /** These, and pods. */
    Destinations and(Others pods) {
        var all = new LinkedHashSet<>(names);
        all.addAll(pods.addresses());
        return new Destinations(position, List.copyOf(all), pods.targets(), ports, own);
    }

    boolean everybody() {
        return names.isEmpty() && selected.isEmpty();
    }

    /** @param most how many there may be; 0 for any number */
    private static List<String> ports(Tunables tunables, Field field, int most) {
        List<String> ports = tunables.look(field, Commas.TYPE).orElse(List.of());
        boolean but = ports.stream().anyMatch(port -> port.startsWith("!"));
        boolean many = most > 0 && ports.size() > most;
        tunables.record(field, field.ways().get(but ? 1 : many ? 2 : 0));
        return but || many ? List.of() : ports;
    }

    /** The opposite. */
    static Origin write(Origin origin) {
        PeerNames.apart(origin, IPS, HOSTS);
        return origin.put("peer-ports", PORTS, LIST)
                .put("port", OWN, Form.TEXT)
                .put("interface", Interface.NAME, Form.TEXT)
                .only("protocol", Json.of("any"), "packets are not told apart by their protocol there; leave it out");
    }

    private static final Form LIST = new Form(
            ports -> text(ports).contains("-") ? Optional.empty() : Optional.of(Json.of(text(ports))),
            "ports are named one by one there; name them so");

    private static String text(Json list) {
        return list instanceof Json.Arr(var items)
                ? items.stream().map(Json::text).collect(Collectors.joining(","))
                : list.text().replace(" ", "");
    }

    void put(Draft arguments, String key, String kind) {
        // a pod has a network of its own, all of which is meant; a process is met where it listens
        List<String> named = everybody() && !kind.equals("process") ? EVERYBODY : names;
        var others = new ArrayList<Tree>();
        named.forEach(name -> others.add(Tree.at(position, Json.of(name))));
        others.addAll(selected);
        if (!others.isEmpty()) {
            arguments.put(key, Draft.list(position, others));
        }
        list(arguments, "peer-ports", ports);
        own.forEach(port -> arguments.put("port", position, Json.of(port)));
    }

    private void list(Draft arguments, String key, List<String> values) {
        if (!values.isEmpty()) {
            arguments.put(key, position, Json.of(values.stream().map(Json::of).toList()));
        }
    }
}
