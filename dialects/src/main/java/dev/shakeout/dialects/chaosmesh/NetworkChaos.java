package dev.shakeout.dialects.chaosmesh;

import dev.shakeout.dialects.Tree;
import dev.shakeout.dialects.foreign.Draft;
import dev.shakeout.dialects.foreign.Fidelity;
import dev.shakeout.dialects.foreign.Field;
import dev.shakeout.dialects.foreign.Form;
import dev.shakeout.dialects.foreign.Origin;
import dev.shakeout.dialects.foreign.Sheet;
import dev.shakeout.model.Json;
import dev.shakeout.model.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Packets that are late, lost, doubled, damaged, throttled or kept out. */
final class NetworkChaos implements Kind {
    private static final Type<String> ACTIONS =
            Type.choice("netem", "delay", "loss", "duplicate", "corrupt", "partition", "bandwidth", "rate");

    static final Field ACTION = Field.kept(
                    "spec.action",
                    "the faults, one for each of the parts below; all netem parts that are given are on together, whatever the action is called, as in Chaos Mesh")
            .or(new Fidelity.Approximated(
                    "the faults; of a process that stands for a pod, the traffic of the ports that it listens on"
                            + " is met, or what its network exchanges with the peers"));
    private static final Field DEVICE = Field.kept("spec.device", "interface");
    private static final Field TARGET_DEVICE = Field.notSupported(
            "spec.targetDevice",
            "packets are met where the selected pods are, not where their peers are; leave it out");

    @Override
    public String name() {
        return "NetworkChaos";
    }

    @Override
    public String introduction() {
        return "`delay` is `network/delay` (with `reorder`: `network/reorder`), `loss`, `duplicate` and `corrupt` are the"
                + " faults of these names, `bandwidth` and `rate` are `network/bandwidth`, `partition` is"
                + " `network/partition`, or `network/block` in one direction, or `network/blackhole` where no other end is"
                + " named. Whatever is hit is hit where the selected pods are.";
    }

    @Override
    public List<Field> fields() {
        var fields = new ArrayList<>(List.of(ACTION));
        fields.addAll(Selection.fields());
        fields.addAll(Peers.fields());
        fields.addAll(Netem.fields());
        fields.addAll(Bandwidths.fields());
        fields.addAll(List.of(DEVICE, TARGET_DEVICE));
        return fields;
    }

    @Override
    public List<Origin> origins() {
        var origins = new ArrayList<>(Netem.origins());
        origins.add(Bandwidths.origin());
        origins.addAll(Peers.partitions());
        origins.forEach(origin -> Peers.write(origin)
                .put("interface", DEVICE, Form.TEXT)
                .only("protocol", Json.of("any"), "packets are not told apart by their protocol there; leave it out")
                .leave("port", OWN_PORT)
                .leave("user", OWN_PORT)
                .leave("cgroup", OWN_PORT));
        return origins;
    }

    private static final Fidelity OWN_PORT = new Fidelity.NotSupported(
            "packets are told apart by their other end there, not by what of the target they belong to; leave it out");

    @Override
    public List<Hit> read(Sheet spec, Context context) {
        var selection = Selection.read(spec, context);
        Optional<String> action = spec.demand(ACTION, "; it must be " + ACTIONS.allowed())
                ? spec.look(ACTION, ACTIONS)
                : Optional.empty();
        spec.record(ACTION, ACTION.ways().get(selection.kinds().contains("process") ? 1 : 0));
        var peers = Peers.read(spec, context);
        Optional<String> device = spec.take(DEVICE, Type.text()).filter(name -> !name.isEmpty());
        spec.record(TARGET_DEVICE);
        List<Effects> effects = switch (action.orElse("")) {
            case "partition" -> {
                Netem.idle(spec);
                Bandwidths.idle(spec);
                yield List.of(new Effects(
                        peers.partition(), Draft.at(spec.positionOf(ACTION)).tree()));
            }
            case "bandwidth" -> {
                Netem.idle(spec);
                yield Bandwidths.read(spec);
            }
            case "" -> {
                Netem.read(spec, "");
                Bandwidths.idle(spec);
                yield List.of();
            }
            default -> {
                Bandwidths.idle(spec);
                yield Netem.read(spec, action.get());
            }
        };
        return selection.hits(
                effects.stream()
                        .<Selection.Effect>map(effect -> kind -> call(effect, peers, device, kind, spec))
                        .toList(),
                Ends.read(spec, context));
    }

    /** A fault and the arguments that only it has. */
    record Effects(String fault, Tree.Obj arguments) {}

    private static Hit.Call call(Effects effect, Peers peers, Optional<String> device, String kind, Sheet spec) {
        Draft arguments = Draft.at(spec.positionOf(ACTION)).all(effect.arguments());
        peers.put(arguments, effect.fault(), kind);
        device.ifPresent(name -> arguments.put("interface", spec.positionOf(DEVICE), Json.of(name)));
        return Hit.Call.of(effect.fault(), arguments);
    }

    static final Fidelity IDLE = new Fidelity.Kept("nothing: Chaos Mesh heeds it with other actions only");
}
