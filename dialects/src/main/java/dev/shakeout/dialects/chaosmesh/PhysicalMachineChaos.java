package dev.shakeout.dialects.chaosmesh;

import dev.shakeout.dialects.Tree;
import dev.shakeout.dialects.foreign.Draft;
import dev.shakeout.dialects.foreign.Fidelity;
import dev.shakeout.dialects.foreign.Field;
import dev.shakeout.dialects.foreign.Origin;
import dev.shakeout.dialects.foreign.Sheet;
import dev.shakeout.dialects.foreign.Sketch;
import dev.shakeout.dialects.foreign.TargetMap;
import dev.shakeout.model.Json;
import dev.shakeout.model.Type;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What chaosd does on a machine without Kubernetes. */
final class PhysicalMachineChaos implements Kind {
    private static final Field ACTION = Field.kept(
                    "spec.action", "the fault, with the arguments that stand under the same name")
            .or(new Fidelity.NotSupported("there is no such fault here; see the list of those that are below"));
    private static final Field ADDRESS = Field.kept("spec.address", "the target: host for localhost")
            .or(new Fidelity.Approximated("the target that the target map gives to the pod of this name"))
            .or(new Fidelity.NotSupported(
                    "Shakeout acts on the host that it runs on: run it there with localhost in address, or"
                            + " say with a target map what stands for this machine"));
    private static final Field SELECTOR = Field.notSupported("spec.selector", "machines are named by address here");
    private static final Field MODE = Field.kept("spec.mode", "nothing: the machines are named one by one")
            .or(new Fidelity.NotSupported("all machines in address are hit; set it to all"));
    private static final Field VALUE = Field.kept("spec.value", "nothing: mode all takes none");
    private static final Field UID = Field.kept("spec.uid", "nothing: it is chaosd's bookkeeping");
    private static final Set<String> AT_ONCE = Set.of("process/kill", "jvm/gc");
    private static final Type<String> MODES = Type.choice("one", "all", "fixed", "fixed-percent", "random-max-percent");

    @Override
    public String name() {
        return "PhysicalMachineChaos";
    }

    @Override
    public String introduction() {
        return "Every action is the fault of the same meaning, on the host that Shakeout runs on. Rules of Byteman,"
                + " actions on files, Redis, Kafka, HTTP and virtual machines are refused, and so is network-dns.";
    }

    @Override
    public List<Field> fields() {
        var fields = new ArrayList<>(List.of(ACTION, ADDRESS, SELECTOR, MODE, VALUE, UID, Ends.DURATION));
        fields.addAll(MachineActions.fields());
        return fields;
    }

    @Override
    public List<Origin> origins() {
        return MachineOrigins.of(ACTION);
    }

    private static final Field OWN_HOST = Field.approximated(
            "target.kind", "spec.address: chaosd on localhost; put the address of the machine there");
    private static final Field OWN_MODE = Field.kept("target.mode", "nothing: the machine is named");
    private static final Fidelity ONE_NAME = new Fidelity.NotSupported(
            "a process is found by its name or its number there, and by its number alone unless it is ended; give it");
    private static final Field OWN_NAME =
            Field.kept("target.name", "spec.process.process").or(ONE_NAME);
    private static final Field OWN_PID =
            Field.kept("target.pid", "spec.process.process, spec.clock.pid, or pid beside the arguments");

    static List<Field> own() {
        return List.of(OWN_HOST, OWN_MODE, OWN_NAME, OWN_PID);
    }

    /** The machine, which for ours is the one that it runs on. */
    static void write(Sheet target, String fault, Sketch spec) {
        target.record(OWN_HOST);
        target.record(OWN_MODE);
        spec.put(ADDRESS, Json.of(List.of(Json.of("localhost:31767")))).put(MODE, "all");
        if (target.look(OWN_HOST).orElseThrow().json().text().equals("process")) {
            process(target, fault, spec);
        }
    }

    private static void process(Sheet target, String fault, Sketch spec) {
        boolean ends = fault.equals("process/kill");
        Optional<Json> which = target.look(OWN_NAME)
                .filter(_ -> ends)
                .or(() -> target.look(OWN_PID))
                .map(Tree::json);
        target.record(OWN_NAME, which.isPresent() ? OWN_NAME.ways().getFirst() : ONE_NAME);
        target.record(OWN_PID);
        if (which.isEmpty() && target.look(OWN_NAME).isEmpty()) {
            target.note(OWN_NAME, ONE_NAME);
        }
        which.ifPresent(value ->
                spec.put(new Field(MachineActions.process(fault), List.of()), ends ? Json.of(value.text()) : value));
    }

    @Override
    public List<Hit> read(Sheet spec, Context context) {
        List<Tree.Obj> targets = targets(spec, context.choices().targets());
        spec.take(MODE, MODES, mode -> MODE.ways().get(mode.equals("all") || targets.size() == 1 ? 0 : 1));
        spec.record(VALUE);
        spec.record(UID);
        spec.record(SELECTOR);
        Optional<String> action =
                spec.demand(ACTION, "; it must be one of " + String.join(", ", MachineActions.names()))
                        ? spec.look(ACTION, Type.text())
                        : Optional.empty();
        Optional<MachineActions.Action> known = action.flatMap(MachineActions::named);
        spec.record(ACTION, ACTION.ways().get(known.isPresent() || action.isEmpty() ? 0 : 1));
        if (known.isEmpty()) {
            spec.leaveAlone();
            return List.of();
        }
        MachineActions.Does does = MachineActions.read(spec, known.get());
        Optional<Duration> lasts = AT_ONCE.contains(does.call().fault()) ? Ends.atOnce(spec) : Ends.read(spec, context);
        return targets.stream()
                .map(target -> new Hit(does.call(), does.target().orElse(target), lasts))
                .distinct()
                .toList();
    }

    private static List<Tree.Obj> targets(Sheet spec, TargetMap map) {
        if (!spec.demand(ADDRESS, "; it must be a list of addresses")) {
            return List.of();
        }
        var targets = new ArrayList<Tree.Obj>();
        int way = 0;
        for (String address : spec.look(ADDRESS, Type.texts()).orElse(List.of())) {
            String machine = address.replaceFirst("^https?://", "").replaceFirst(":\\d+/?$", "");
            Optional<TargetMap.Stand> stand = map.stands().stream()
                    .filter(each -> each.name().equals(machine))
                    .findFirst();
            boolean here = List.of("localhost", "127.0.0.1", "::1", "[::1]").contains(machine);
            way = Math.max(way, stand.isPresent() ? 1 : here ? 0 : 2);
            targets.add(stand.map(found -> Draft.at(spec.positionOf(ADDRESS))
                            .all(found.target())
                            .put("mode", Json.of("all"))
                            .tree())
                    .orElseGet(() -> Draft.at(spec.positionOf(ADDRESS))
                            .put("kind", "host")
                            .tree()));
        }
        spec.record(ADDRESS, ADDRESS.ways().get(way));
        return targets;
    }
}
