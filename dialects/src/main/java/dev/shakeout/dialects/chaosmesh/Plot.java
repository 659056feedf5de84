package dev.shakeout.dialects.chaosmesh;

import dev.shakeout.dialects.Tree;
import dev.shakeout.dialects.chaosmesh.Strand.Moment;
import dev.shakeout.dialects.foreign.Draft;
import dev.shakeout.dialects.foreign.Timeline;
import dev.shakeout.model.Json;
import dev.shakeout.model.Position;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What happens in an experiment, and what is watched meanwhile. */
final class Plot {
    private final Strand first = Strand.first();
    /** Those that begin later, each after those whose end it waits for. */
    private final List<Strand> later = new ArrayList<>();

    private final List<Placed> placed = new ArrayList<>();
    private final Set<String> names = new HashSet<>();
    private final List<Tree> hypothesis = new ArrayList<>();
    private final List<Guard> guards = new ArrayList<>();
    private final List<Extension.Chaos> chaos = new ArrayList<>();
    private Duration length = Duration.ZERO;

    /** @param until when it looks, from the beginning of the method; empty as long as that runs */
    private record Guard(Tree.Obj tree, Optional<Duration> until) {
        /** What is looked at to the end needs no end of its own. */
        Tree.Obj within(Duration method) {
            if (until.filter(end -> end.compareTo(method) >= 0).isEmpty()) {
                return tree;
            }
            var members = new LinkedHashMap<>(tree.members());
            members.remove("for");
            return new Tree.Obj(tree.position(), members);
        }
    }

    /** @param end of the activity, in its strand */
    record Placed(String name, Strand strand, Duration end) {}

    Moment beginning() {
        return new Moment(first, Duration.ZERO);
    }

    /**
     * One chaos: all of its faults from the same moment on, and on the same targets.
     *
     * @param name of the object or the template
     * @param label what its activities are called by
     */
    Plot add(List<Hit> hits, String kind, String name, String label, Moment start) {
        String draw = first.timeline().draw(label);
        List<String> actions = hits.stream()
                .map(hit -> hits.size() > 1 ? hit.drawn(draw) : hit)
                .map(hit -> add(hit.at(start.offset(), label + ": " + hit.call().fault()), start.strand()))
                .toList();
        if (!actions.isEmpty()) {
            long same = chaos.stream().filter(each -> each.isCalled(name)).count();
            chaos.add(new Extension.Chaos(kind, same == 0 ? name : name + "-" + (same + 1), actions));
        }
        return this;
    }

    /** @return the name that it has, as no two may have the same */
    String add(Timeline.Entry entry, Strand strand) {
        String name = entry.name();
        for (int i = 2; !names.add(name); i++) {
            name = entry.name() + " (" + i + ")";
        }
        strand.timeline().add(entry.named(name));
        placed.add(new Placed(name, strand, entry.start().plus(entry.lasts())));
        return name;
    }

    /** One that begins with the end of these. */
    Strand begin(List<String> after, List<String> conditions) {
        var strand = new Strand(after, conditions);
        later.add(strand);
        return strand;
    }

    /** How many activities there are so far. */
    int size() {
        return placed.size();
    }

    /** Those since there were so many. */
    List<Placed> since(int size) {
        return List.copyOf(placed.subList(size, placed.size()));
    }

    Plot until(Duration end) {
        first.timeline().until(end);
        length = end;
        return this;
    }

    Plot expect(Tree.Obj probe) {
        hypothesis.add(probe);
        return this;
    }

    /** @param until when it looks, from the beginning of the method; empty as long as that runs */
    Plot guard(Tree.Obj guard, Optional<Duration> until) {
        guards.add(new Guard(guard, until));
        return this;
    }

    /** Which activities are of which object. */
    Json extensions(String kind, String name, String namespace) {
        return Extension.all(kind, name, namespace, chaos);
    }

    /** @param position of the object, for what has no place of its own in it */
    void put(Draft experiment, Position position) {
        if (!hypothesis.isEmpty()) {
            experiment.put(
                    "steady-state-hypothesis",
                    Draft.at(position)
                            .put("title", Json.of("The status checks succeed"))
                            .put("probes", Draft.list(position, hypothesis))
                            .tree());
        }
        experiment.put("method", method(position));
        if (!guards.isEmpty()) {
            experiment.put(
                    "safety",
                    Draft.at(position)
                            .put(
                                    "halt-when",
                                    Draft.list(
                                            position,
                                            guards.stream()
                                                    .map(guard -> guard.within(length()))
                                                    .toList()))
                            .tree());
        }
    }

    /** As far as that is known beforehand. */
    private Duration length() {
        return later.isEmpty()
                ? placed.stream()
                        .map(Placed::end)
                        .reduce(length, (one, other) -> one.compareTo(other) > 0 ? one : other)
                : ChronoUnit.FOREVER.getDuration();
    }

    private Tree method(Position position) {
        if (later.isEmpty()) {
            return first.timeline().method(position);
        }
        var activities = new ArrayList<>(first.activities(position));
        later.forEach(strand -> activities.addAll(strand.activities(position)));
        return Draft.list(position, activities);
    }
}
