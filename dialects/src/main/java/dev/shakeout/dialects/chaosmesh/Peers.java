package dev.shakeout.dialects.chaosmesh;

import dev.shakeout.dialects.Tree;
import dev.shakeout.dialects.foreign.Draft;
import dev.shakeout.dialects.foreign.Fidelity;
import dev.shakeout.dialects.foreign.Field;
import dev.shakeout.dialects.foreign.Origin;
import dev.shakeout.dialects.foreign.Others;
import dev.shakeout.dialects.foreign.PeerNames;
import dev.shakeout.dialects.foreign.PodCriteria;
import dev.shakeout.dialects.foreign.Sheet;
import dev.shakeout.dialects.foreign.TargetMap;
import dev.shakeout.dialects.foreign.Union;
import dev.shakeout.model.Json;
import dev.shakeout.model.Position;
import dev.shakeout.model.Type;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The other end of the packets of a NetworkChaos, and their direction, which is seen from the selected pods.
 *
 * @param names as the faults of the network take them
 * @param selected others, as our format finds targets; nobody at all means everybody
 */
record Peers(Position position, String direction, List<String> names, List<Tree.Obj> selected, List<String> ports) {
    private static final Type<String> DIRECTIONS = Type.choice("to", "from", "both");
    static final SelectorFields SELECTOR = new SelectorFields("spec.target.");

    private static final Field DIRECTION = Field.kept(
            "spec.direction",
            "direction: to is out, from is in, both is both; to if not given. For a partition the fault");
    private static final Field EXTERNAL =
            Field.kept("spec.externalTargets", "peers, and peer-ports for what follows a colon");
    static final Field TARGET = Field.kept("spec.target", "peers");
    private static final Field MODE = Field.kept("spec.target.mode", "mode of the peers; fixed-percent is percent")
            .or(
                    new Fidelity.NotSupported(
                            "what is selected is several things here, some of them addresses or of another kind, of"
                                    + " which only all can be peers; set it to all, or have stand-ins of one kind without addresses"));
    static final ModeFields HOW_MANY = ModeFields.in("spec.target.", MODE);
    private static final Field SELECTED = Field.kept(
                    "spec.target.selector",
                    "peers: these pods, by the addresses that they have when the run is planned; as in Chaos Mesh, pods that"
                            + " take their place are not met")
            .or(new Fidelity.Kept(
                    "peers: what stands for these pods in the target map, by its addresses there if it has some"));

    private static final Pattern WITH_PORT = Pattern.compile("([^:\\[\\]]+|\\[[^\\]]*\\]):(\\d{1,5})");
    private static final List<String> EVERYBODY = List.of("0.0.0.0/0", "::/0");

    static List<Field> fields() {
        var fields = new ArrayList<>(List.of(DIRECTION, EXTERNAL, MODE, HOW_MANY.value(), SELECTED));
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
        var selected = new ArrayList<Tree.Obj>();
        spec.open(TARGET).ifPresent(target -> {
            ports.add("");
            select(target, spec.look(Selection.CLUSTER, Type.text()), context, names, selected);
        });
        if (ports.size() > 1) {
            spec.wrong(
                    EXTERNAL,
                    "the externalTargets have different ports, or only some have one, and a fault has one list of ports for"
                            + " all its peers; write one object for each port");
        }
        ports.remove("");
        if (names.isEmpty() && spec.look(TARGET).isEmpty() && !direction.equals("to")) {
            spec.wrong(
                    DIRECTION,
                    "the direction " + direction + " needs the other end; name it in 'target' or 'externalTargets'");
        }
        Position position = spec.look(EXTERNAL).isPresent() ? spec.positionOf(EXTERNAL) : spec.positionOf(TARGET);
        return new Peers(position, direction, List.copyOf(names), List.copyOf(selected), List.copyOf(ports));
    }

    private static void select(
            Sheet target, Optional<String> cluster, Context context, Set<String> names, List<Tree.Obj> selected) {
        Optional<PodCriteria> criteria =
                SELECTOR.read(target, cluster.filter(name -> !name.isEmpty()), context.namespace());
        TargetMap map = context.choices().targets();
        target.record(SELECTED, SELECTED.ways().get(map.isEmpty() ? 0 : 1));
        Optional<String> mode = HOW_MANY.look(target);
        Tree.Obj how = HOW_MANY.ours(target, mode);
        Others found = criteria.map(given -> Others.of(given, map)).orElse(Others.NONE);
        if (found.isEmpty()) {
            criteria.ifPresent(given -> target.problems()
                    .at(given.position(), "nothing in the target map stands for pods with " + given.words()));
        }
        names.addAll(found.addresses());
        boolean all = mode.filter(word -> !word.equals(ModeFields.ALL)).isEmpty();
        List<Tree.Obj> others = all ? found.targets() : Union.of(found.targets());
        others.forEach(each ->
                selected.add(Draft.at(each.position()).all(each).all(how).tree()));
        boolean several = others.size() + found.addresses().size() > 1;
        mode.ifPresent(_ -> target.record(MODE, MODE.ways().get(several && !all ? 1 : 0)));
    }

    private boolean everybody() {
        return names.isEmpty() && selected.isEmpty();
    }

    /** The faults that keep packets out. */
    static List<Origin> partitions() {
        return List.of(
                Origin.of("network/partition")
                        .set(NetworkChaos.ACTION, Json.of("partition"))
                        .set(DIRECTION, Json.of("both")),
                dropped(Origin.of("network/block").set(NetworkChaos.ACTION, Json.of("partition"))),
                Origin.of("network/blackhole").set(NetworkChaos.ACTION, Json.of("partition")));
    }

    static Origin dropped(Origin block) {
        return block.must("how", Json.of("drop"), "packets are dropped there, not refused; set it to drop");
    }

    /** What all faults of the network say of the other end. */
    static Origin write(Origin origin) {
        String fault = origin.fault();
        return OwnPeers.write(
                origin,
                fault.equals("network/partition") ? "from" : "peers",
                switch (fault) {
                    case "network/block" -> "in";
                    case "network/blackhole", "network/partition" -> "both";
                    default -> "out";
                },
                DIRECTION,
                EXTERNAL);
    }

    /** The same of chaosd, which has addresses and host names apart. */
    static Origin named(Origin origin, String path) {
        return PeerNames.apart(
                origin, new Field(path + "ip-address", List.of()), new Field(path + "hostname", List.of()));
    }

    /** The fault that keeps packets out. */
    String partition() {
        return everybody() ? "network/blackhole" : direction.equals("both") ? "network/partition" : "network/block";
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
        List<String> named = everybody() && !kind.equals("process") ? EVERYBODY : names;
        var others = new ArrayList<Tree>();
        named.forEach(name -> others.add(Tree.at(position, Json.of(name))));
        others.addAll(selected);
        if (!others.isEmpty()) {
            arguments.put(partition ? "from" : "peers", Draft.list(position, others));
        }
        if (!ports.isEmpty()) {
            arguments.put(
                    "peer-ports", position, Json.of(ports.stream().map(Json::of).toList()));
        }
    }
}
