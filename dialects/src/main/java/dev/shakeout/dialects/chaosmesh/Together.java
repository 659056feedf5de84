package dev.shakeout.dialects.chaosmesh;

import dev.shakeout.dialects.Tree;
import dev.shakeout.dialects.foreign.Act;
import dev.shakeout.dialects.foreign.Fidelity;
import dev.shakeout.dialects.foreign.Field;
import dev.shakeout.dialects.foreign.Ours;
import dev.shakeout.dialects.foreign.Sheet;
import dev.shakeout.model.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Faults of ours that draw their pods together, as one object of Chaos Mesh, which draws once for all that it does. */
final class Together {
    static final Field DRAW = draw("target.draw");
    private static final Set<String> PACKETS = Set.of("delay", "loss", "duplicate", "corrupt");
    private static final String CONTAINERS = "containerNames";
    /** What of an object is one of its effects, by kind: the rest must be the same. */
    private static final Map<String, Set<String>> EFFECTS = Map.of(
            "NetworkChaos", PACKETS,
            "HTTPChaos", Set.of("abort", "delay", "replace", "patch"),
            "StressChaos", Set.of("stressors"),
            "PodChaos", Set.of(CONTAINERS),
            "JVMChaos", Set.of(CONTAINERS));

    private static final Json NETEM = Json.of("netem");

    private Together() {}

    /** Of a target, or of the other end of packets. */
    static Field draw(String path) {
        return Field.kept(path, "one object for all faults that share it")
                .or(new Fidelity.Kept("nothing: there is nothing to draw, or no other fault draws with it"))
                .or(new Fidelity.NotSupported(
                        "each object draws its own pods there, and these faults are not one: it takes one kind, one time, one"
                                + " other end, and no fault twice; name the pods, or set mode to all"));
    }

    /**
     * @param target of the act, if it is one of pods
     * @param others pods at the other end of its packets
     */
    record Part(Act act, Piece piece, Optional<Sheet> target, List<Tree.Obj> others) {
        /** What it draws, and at which end: the names, of which "" is chance that nobody shares. */
        List<String> draws() {
            var draws = new ArrayList<String>();
            target.filter(OwnSelection.TARGET::byChance)
                    .ifPresent(sheet -> draws.add("target " + Ours.text(sheet.tree(), "draw")));
            others.stream().filter(OwnPods::byChance).forEach(sheet -> draws.add("other " + Ours.text(sheet, "draw")));
            return draws;
        }

        boolean isShared() {
            return draws().stream().anyMatch(draw -> !draw.endsWith(" "));
        }
    }

    /** The same, those that are one object as one; what becomes of each draw is written down. */
    static List<Piece> of(List<Part> parts) {
        var groups = new LinkedHashMap<List<String>, List<Part>>();
        var pieces = new ArrayList<Piece>();
        for (Part part : parts) {
            if (part.isShared()) {
                groups.computeIfAbsent(part.draws(), _ -> new ArrayList<>()).add(part);
            } else {
                record(part, 1);
                pieces.add(part.piece());
            }
        }
        groups.forEach((draws, group) -> {
            Optional<Piece> one = Optional.of(group.getFirst().piece());
            for (Part part : group.subList(1, group.size())) {
                one = one.flatMap(piece -> both(piece, part.piece()));
            }
            boolean elsewhere = groups.keySet().stream()
                    .filter(other -> !other.equals(draws))
                    .anyMatch(other -> draws.stream().anyMatch(draw -> !draw.endsWith(" ") && other.contains(draw)));
            boolean apart = group.size() > 1 && draws.stream().anyMatch(draw -> draw.endsWith(" "));
            one = one.filter(_ -> !elsewhere && !apart);
            int way = one.isEmpty() ? 2 : group.size() == 1 ? 1 : 0;
            group.forEach(part -> record(part, way));
            one.ifPresent(pieces::add);
        });
        return pieces;
    }

    /** Its draw is that of others too, which cannot be one object with it. */
    static void apart(Part part) {
        record(part, 2);
    }

    private static void record(Part part, int way) {
        part.act()
                .provider()
                .recorder()
                .of((part.act().isProbe() ? "probe " : "action ") + part.act().name());
        part.target().ifPresent(target -> target.record(DRAW, DRAW.ways().get(way)));
        part.others().stream()
                .flatMap(other -> other.get("draw").stream())
                .forEach(draw -> part.act()
                        .provider()
                        .recorder()
                        .add(draw.position(), OwnPods.DRAW, OwnPods.DRAW.ways().get(way)));
    }

    private static Optional<Piece> both(Piece one, Piece other) {
        Set<String> effects = EFFECTS.getOrDefault(one.type(), Set.of());
        boolean packets = one.type().equals("NetworkChaos");
        Json.Obj first = packets ? netem(one.spec()) : one.spec();
        Json.Obj second = packets ? netem(other.spec()) : other.spec();
        boolean same = one.type().equals(other.type())
                && one.start().equals(other.start())
                && one.lasts().equals(other.lasts())
                // without a name it is the first container of each, which cannot be named beside others
                && one.spec().get(CONTAINERS).isPresent()
                        == other.spec().get(CONTAINERS).isPresent()
                && rest(first, effects).equals(rest(second, effects));
        // two parts of netem with one name are two faults: a delay is no reordering
        boolean twice = packets
                && effects.stream()
                        .anyMatch(key ->
                                first.get(key).isPresent() && second.get(key).isPresent());
        return same && !twice
                ? joined(first, second, effects)
                        .map(spec -> new Piece(one.name(), one.type(), spec, one.start(), one.lasts(), one.more()))
                : Optional.empty();
    }

    private static Json.Obj netem(Json.Obj spec) {
        boolean part = spec.get("action")
                .filter(action -> PACKETS.contains(action.text()))
                .isPresent();
        return part ? spec.with("action", NETEM) : spec;
    }

    private static Map<String, Json> rest(Json.Obj spec, Set<String> effects) {
        var rest = new LinkedHashMap<>(spec.members());
        rest.keySet().removeAll(effects);
        return rest;
    }

    private static Optional<Json.Obj> joined(Json.Obj one, Json.Obj other, Set<String> keys) {
        Json.Obj all = one;
        for (String key : other.members().keySet()) {
            Json second = other.members().get(key);
            Optional<Json> first = one.get(key);
            if (!keys.contains(key) || second == null) {
                continue; // it is in both
            }
            Optional<Json> value = first.isEmpty() ? Optional.of(second) : joined(first.get(), second);
            if (value.isEmpty()) {
                return Optional.empty();
            }
            all = all.with(key, value.get());
        }
        return Optional.of(all);
    }

    /** Lists are added to each other, objects where each says something else. */
    private static Optional<Json> joined(Json one, Json other) {
        if (one instanceof Json.Arr(var first) && other instanceof Json.Arr(var second)) {
            boolean twice = second.stream().anyMatch(first::contains);
            return twice
                    ? Optional.empty()
                    : Optional.of(Json.of(
                            Stream.concat(first.stream(), second.stream()).toList()));
        }
        if (one instanceof Json.Obj first && other instanceof Json.Obj second) {
            return joined(first, second, second.members().keySet()).map(all -> all);
        }
        return Optional.empty();
    }
}
