package dev.shakeout.dialects.chaosmesh;

import dev.shakeout.dialects.foreign.PeerNames;
import dev.shakeout.dialects.foreign.Origin;
import dev.shakeout.dialects.foreign.Draft;
import dev.shakeout.dialects.foreign.Fidelity;
import dev.shakeout.dialects.foreign.Field;
import dev.shakeout.dialects.foreign.PodCriteria;
import dev.shakeout.dialects.foreign.Sheet;
import dev.shakeout.dialects.foreign.TargetMap;
import dev.shakeout.model.Json;
import dev.shakeout.model.Position;
import dev.shakeout.model.Type;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The other end of the packets of a NetworkChaos, and their direction, which is seen from the selected pods.
 *
 * @param names as the faults of the network take them; none means everybody
 */
record Peers(Position position, String direction, List<String> names, List<String> ports) {
    private static final Type<String> DIRECTIONS = Type.choice("to", "from", "both");
    private static final Type<String> MODES = Type.choice("one", "all", "fixed", "fixed-percent", "random-max-percent");
    private static final SelectorFields SELECTOR = new SelectorFields("spec.target.");

    private static final Field DIRECTION = Field.kept(
            "spec.direction",
            "direction: to is out, from is in, both is both; to if not given. For a partition the fault");
    private static final Field EXTERNAL =
            Field.kept("spec.externalTargets", "peers, and peer-ports for what follows a colon");
    private static final Field TARGET = Field.kept("spec.target", "peers");
    private static final Field MODE = Field.kept("spec.target.mode", "nothing: all of them are peers")
            .or(new Fidelity.NotSupported("peers are all pods of the selector; set it to all"));
    private static final Field VALUE = Field.kept("spec.target.value", "nothing: mode all takes none");
    static final Fidelity NO_ADDRESSES = new Fidelity.NotSupported(
            "peers are addresses or names, and a selector of pods is"
                    + " neither; name a Service in externalTargets instead, or say in a target map what addresses stand for them");
    private static final Field SELECTED = Field.kept(
                    "spec.target.selector", "peers: the addresses that the target map gives")
            .or(NO_ADDRESSES);

    private static final Pattern WITH_PORT = Pattern.compile("([^:\\[\\]]+|\\[[^\\]]*\\]):(\\d{1,5})");
    private static final List<String> EVERYBODY = List.of("0.0.0.0/0", "::/0");

    static List<Field> fields() {
        var fields = new ArrayList<>(List.of(DIRECTION, EXTERNAL, MODE, VALUE, SELECTED));
        fields.addAll(SELECTOR.all());
        return fields;
    }

    static Peers read(Sheet spec, Context context) {
        String direction = spec.take(DIRECTION, DIRECTIONS).orElse("to");
        var names = new LinkedHashSet<String>();
        var ports = new LinkedHashSet<String>();
        spec.take(EXTERNAL, Type.texts()).orElse(List.of()).forEach(name -> {
            var match = WITH_PORT.matcher(name);
            names.add(match.matches() ? match.group(1).replaceAll("[\\[\\]]", "") : name);
            ports.add(match.matches() ? match.group(2) : "");
        });
        if (ports.size() > 1) {
            spec.wrong(
                    EXTERNAL,
                    "the externalTargets have different ports, or only some have one, and a fault has one list of ports for"
                            + " all its peers; write one object for each port");
        }
        ports.remove("");
        spec.open(TARGET).ifPresent(target -> names.addAll(selected(target, context)));
        if (names.isEmpty() && spec.look(TARGET).isEmpty() && !direction.equals("to")) {
            spec.wrong(
                    DIRECTION,
                    "the direction " + direction + " needs the other end; name it in 'target' or 'externalTargets'");
        }
        Position position = spec.look(EXTERNAL).isPresent() ? spec.positionOf(EXTERNAL) : spec.positionOf(TARGET);
        return new Peers(position, direction, List.copyOf(names), List.copyOf(ports));
    }

    private static List<String> selected(Sheet target, Context context) {
        Optional<PodCriteria> criteria = SELECTOR.read(target, Optional.empty(), context.namespace());
        TargetMap map = context.choices().targets();
        List<TargetMap.Stand> stands =
                map.isEmpty() ? List.of() : criteria.map(map::matching).orElse(List.of());
        List<String> addresses =
                stands.stream().flatMap(stand -> stand.addresses().stream()).toList();
        target.record(SELECTED, SELECTED.ways().get(map.isEmpty() ? 1 : 0));
        if (target.demand(MODE, "; it must be " + MODES.allowed())) {
            target.take(MODE, MODES, mode -> MODE.ways().get(mode.equals("all") || stands.size() == 1 ? 0 : 1));
        }
        target.record(VALUE);
        if (!map.isEmpty()) {
            criteria.filter(_ -> addresses.isEmpty())
                    .ifPresent(
                            found -> target.problems()
                                    .at(
                                            found.position(),
                                            stands.isEmpty()
                                                    ? "nothing in the target map stands for pods with " + found.words()
                                                    : "what stands for these pods in the target map has no addresses; give it some"));
        }
        return addresses;
    }

    /** The faults that keep packets out. */
    static List<Origin> partitions() {
        return List.of(
                Origin.of("network/partition").set(NetworkChaos.ACTION, Json.of("partition")).set(DIRECTION, Json.of("both")),
                dropped(Origin.of("network/block").set(NetworkChaos.ACTION, Json.of("partition"))),
                Origin.of("network/blackhole").set(NetworkChaos.ACTION, Json.of("partition")));
    }

    static Origin dropped(Origin block) {
        return block.must("how", Json.of("drop"), "packets are dropped there, not refused; set it to drop");
    }

    /** What all faults of the network say of the other end. */
    static Origin write(Origin origin) {
        String fault = origin.fault();
        return OwnPeers.write(origin, fault.equals("network/partition") ? "from" : "peers", switch (fault) {
            case "network/block" -> "in";
            case "network/blackhole", "network/partition" -> "both";
            default -> "out";
        }, DIRECTION, EXTERNAL);
    }

    /** The same of chaosd, which has addresses and host names apart. */
    static Origin named(Origin origin, String path) {
        return PeerNames.apart(origin, new Field(path + "ip-address", List.of()), new Field(path + "hostname", List.of()));
    }

    /** The fault that keeps packets out. */
    String partition() {
        return names.isEmpty() ? "network/blackhole" : direction.equals("both") ? "network/partition" : "network/block";
    }

    /** The arguments that say which packets. */
    void put(Draft arguments, String fault, String kind) {
        boolean partition = fault.equals("network/partition");
        if (fault.equals("network/block")) {
            arguments.put("how", "drop");
        }
        if (!partition) {
            arguments.put(
                    "direction",
                    switch (direction) {
                        case "from" -> "in";
                        case "both" -> "both";
                        default -> "out";
                    });
        }
        // a pod has a network of its own, all of which is meant; a process is met where it listens
        List<String> others = names.isEmpty() && !kind.equals("process") ? EVERYBODY : names;
        if (!others.isEmpty()) {
            arguments.put(
                    partition ? "from" : "peers",
                    position,
                    Json.of(others.stream().map(Json::of).toList()));
        }
        if (!ports.isEmpty()) {
            arguments.put(
                    "peer-ports", position, Json.of(ports.stream().map(Json::of).toList()));
        }
    }
}
