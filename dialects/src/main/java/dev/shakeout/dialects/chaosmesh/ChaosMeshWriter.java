package dev.shakeout.dialects.chaosmesh;

import dev.shakeout.dialects.Filled;
import dev.shakeout.dialects.foreign.Act;
import dev.shakeout.dialects.foreign.Fidelity;
import dev.shakeout.dialects.foreign.Field;
import dev.shakeout.dialects.foreign.Foreign.Chapter;
import dev.shakeout.dialects.foreign.Names;
import dev.shakeout.dialects.foreign.Origin;
import dev.shakeout.dialects.foreign.Ours;
import dev.shakeout.dialects.foreign.Sheet;
import dev.shakeout.dialects.foreign.Sketch;
import dev.shakeout.dialects.foreign.Tries;
import dev.shakeout.dialects.foreign.Writer;
import dev.shakeout.dialects.foreign.Written;
import dev.shakeout.model.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/** Writes one fault of ours as an object of its kind, and all else as a workflow. */
final class ChaosMeshWriter implements Writer {
    private static final Field FAULT = Field.kept("provider.fault", "the kind, and its action")
            .or(new Fidelity.NotSupported("Chaos Mesh has nothing like it on such a target; leave it out, or see"
                    + " shakeout dialects chaos-mesh for what it has"));

    private static final Field CONTEXT =
            Field.approximated("target.context", "spec.remoteCluster: a RemoteCluster of this name must be there");

    /** A kind of Chaos Mesh with one fault that it is written from. */
    private record Match(Kind kind, Origin origin) {}

    @Override
    public Written written(Filled experiment) {
        Ours ours = Ours.read(experiment, act -> match(act).map(Match::origin));
        var names = new Names();
        if (OwnOrder.isIn(ours)) {
            Json.Obj object = ordered(ours, experiment, names);
            ours.recorder().problems().throwIfAny();
            return new Written(List.of(object), ours.recorder().finish());
        }
        var parts = new ArrayList<Together.Part>();
        for (Act act : ours.method().all()) {
            ours.recorder().of((act.isProbe() ? "probe " : "action ") + act.name());
            part(act, names).ifPresent(parts::add);
        }
        List<Piece> pieces = Together.of(parts);
        Duration whole = pieces.stream()
                .map(Piece::end)
                .reduce(ours.method().end(), (one, other) -> one.compareTo(other) > 0 ? one : other);
        var watch = Watch.of(ours, experiment.document(), names, whole);
        Json.Obj object = alone(pieces, ours.method().end()) && watch.isEmpty()
                ? single(pieces.getFirst(), ours)
                : workflow(pieces, watch, names, ours);
        ours.recorder().problems().throwIfAny();
        return new Written(List.of(object), ours.recorder().finish());
    }

    private static boolean alone(List<Piece> pieces, Duration end) {
        return pieces.size() == 1
                && pieces.getFirst().start().isZero()
                && !pieces.getFirst().type().equals("StatusCheck")
                && (end.isZero() || end.equals(pieces.getFirst().end()));
    }

    private static Json.Obj single(Piece piece, Ours ours) {
        var spec = Sketch.of("spec.");
        if (!ours.method().end().isZero()) {
            Ends.write(spec, piece.lasts());
        }
        var members = new LinkedHashMap<>(piece.spec().members());
        members.putAll(spec.json().members());
        return object(piece.type(), ours.metadata(), new Json.Obj(members));
    }

    private static Json.Obj object(String kind, Json.Obj metadata, Json.Obj spec) {
        return Json.object("apiVersion", ChaosMesh.VERSION, "kind", kind, "metadata", metadata, "spec", spec);
    }

    private static Json.Obj workflow(List<Piece> pieces, Watch watch, Names names, Ours ours) {
        var flow = new Flow(names);
        Duration end = ours.method().end();
        var beside = new ArrayList<String>();
        beside.add(flow.of(pieces, end));
        watch.during().forEach(piece -> beside.add(flow.of(List.of(piece), piece.end())));
        var turns = new ArrayList<String>();
        watch.before().forEach(turn -> turns.add(flow.of(List.of(turn.check()), turn.end())));
        turns.add(flow.parallel("watched", beside));
        watch.after().forEach(turn -> turns.add(flow.of(List.of(turn.check()), turn.end())));
        String entry = flow.serial("entry", turns);
        return object("Workflow", ours.metadata(), Json.object("entry", entry, "templates", Json.of(flow.templates())));
    }

    /** One in which something waits for others. */
    private static Json.Obj ordered(Ours ours, Filled experiment, Names names) {
        var flow = new Flow(names);
        String namespace = OwnOrder.namespace(ours);
        String method = OwnOrder.write(ours, names, flow, namespace, act -> part(act, names));
        ours.recorder().of("the experiment");
        var watch = Watch.of(ours, experiment.document(), names, ours.method().end());
        if (!watch.during().isEmpty()) {
            ours.recorder()
                    .add(
                            ours.position(),
                            OwnOrder.WATCHED,
                            OwnOrder.WATCHED.ways().getFirst());
        }
        var turns = new ArrayList<String>();
        watch.before().forEach(turn -> turns.add(flow.of(List.of(turn.check()), turn.end())));
        turns.add(method);
        watch.after().forEach(turn -> turns.add(flow.of(List.of(turn.check()), turn.end())));
        Json.Obj metadata =
                namespace.isEmpty() ? ours.metadata() : ours.metadata().with("namespace", Json.of(namespace));
        String entry = flow.serial("entry", turns);
        return object("Workflow", metadata, Json.object("entry", entry, "templates", Json.of(flow.templates())));
    }

    private static Optional<Together.Part> part(Act act, Names names) {
        return act.isProbe() ? Optional.of(check(act, names)) : chaos(act, names);
    }

    private static Together.Part check(Act act, Names names) {
        Json.Obj spec =
                OwnCheck.write(act.provider(), act.activity(), OwnCheck.within(act.activity()), Optional.empty());
        var piece =
                new Piece(names.of(act.name()), "StatusCheck", spec, act.when().start(), Duration.ZERO, Json.Obj.EMPTY);
        return new Together.Part(act, piece, Optional.empty(), List.of());
    }

    private static Optional<Together.Part> chaos(Act act, Names names) {
        return act.matched(FAULT, ChaosMeshWriter::match).map(match -> part(act, match, names));
    }

    private static Together.Part part(Act act, Match match, Names names) {
        Origin origin = match.origin();
        var spec = Sketch.of("spec.");
        Optional<Sheet> target = Ours.inner(act.provider(), Act.TARGET);
        target.ifPresent(sheet -> target(sheet, match, spec));
        origin.write(act, spec);
        Optional<Sheet> pods = target.filter(_ -> !onMachine(match.kind()));
        pods.ifPresent(sheet -> container(sheet, match, spec));
        Duration lasts = origin.isMomentary() ? Piece.AT_LEAST : act.when().lasts();
        var piece = new Piece(
                names.of(act.name()),
                match.kind().name(),
                spec.json(),
                act.when().start(),
                lasts,
                Json.Obj.EMPTY);
        return new Together.Part(act, piece, pods, OwnPods.of(act));
    }

    private static void target(Sheet target, Match match, Sketch spec) {
        if (onMachine(match.kind())) {
            PhysicalMachineChaos.write(target, match.origin().fault(), spec);
        } else {
            OwnSelection.TARGET.write(target, spec);
            target.record(CONTEXT);
            target.look(CONTEXT)
                    .ifPresent(name -> spec.put(Selection.CLUSTER, name.json().text()));
        }
    }

    /** After the arguments, which may name one too. */
    private static void container(Sheet target, Match match, Sketch spec) {
        boolean kills = match.origin().fault().contains("kill");
        boolean whole = !kills
                && !List.of("StressChaos", "IOChaos", "TimeChaos", "JVMChaos")
                        .contains(match.kind().name());
        Containers.write(target, whole, kills, spec);
    }

    private static boolean onMachine(Kind kind) {
        return kind instanceof PhysicalMachineChaos;
    }

    private static Optional<Match> match(Act act) {
        String target = act.targetKind();
        return matches().stream()
                .filter(match -> match.origin().fits(act) && hits(match, target))
                .findFirst();
    }

    /** What chaosd does to a process is to end it, to change its time, and what happens in its JVM. */
    private static boolean hits(Match match, String target) {
        return switch (target) {
            case "pod" -> !onMachine(match.kind());
            case "host" -> onMachine(match.kind()) && !ofProcess(match);
            case "process" -> onMachine(match.kind()) && ofProcess(match);
            default -> false;
        };
    }

    private static boolean ofProcess(Match match) {
        String fault = match.origin().fault();
        return List.of("process/kill", "time/skew").contains(fault) || fault.startsWith("jvm/");
    }

    private static List<Match> matches() {
        return Kinds.ALL.stream()
                .flatMap(kind -> kind.origins().stream().map(origin -> new Match(kind, origin)))
                .toList();
    }

    @Override
    public List<Chapter> parity() {
        var every = new ArrayList<>(Ours.fields());
        every.add(FAULT);
        every.addAll(Watch.fields());
        every.addAll(OwnOrder.fields());
        var checks = new ArrayList<>(OwnCheck.fields());
        checks.addAll(Tries.fields());
        var pods = new ArrayList<>(OwnSelection.TARGET.fields());
        pods.addAll(List.of(Together.DRAW, CONTEXT, Containers.own()));
        var chapters = new ArrayList<>(List.of(
                new Chapter(
                        "Every experiment of ours",
                        "One fault alone becomes an object of its kind; all else becomes a `Workflow`, in which faults have"
                                + " their moments by `Serial`, `Parallel` and `Suspend`.",
                        every),
                new Chapter("Targets of the kind pod", "The selector, and how many.", pods),
                new Chapter("Pods at the other end of packets", "The `target` of a `NetworkChaos`.", OwnPods.fields()),
                new Chapter(
                        "Targets of the kinds host and process",
                        "A `PhysicalMachineChaos`; of a process `process/kill`, `time/skew` and the faults in a JVM can be said.",
                        PhysicalMachineChaos.own()),
                new Chapter("Probes and halt conditions", "A `StatusCheck`.", checks)));
        for (Match match : matches()) {
            chapters.add(new Chapter(
                    match.origin().fault() + (onMachine(match.kind()) ? " on a host" : ""),
                    "A `" + match.kind().name() + "`.",
                    match.origin().fields()));
        }
        return chapters;
    }
}
