package dev.shakeout.dialects.chaosmesh;

import dev.shakeout.dialects.Tree;
import dev.shakeout.dialects.chaosmesh.Strand.Moment;
import dev.shakeout.dialects.foreign.Draft;
import dev.shakeout.dialects.foreign.Timeline;
import dev.shakeout.model.Json;
import dev.shakeout.model.Position;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What happens in an experiment, and what is watched meanwhile. */
final class Plot {
    private final Strand first = Strand.first();
    /** Those that begin later, each after those whose end it waits for. */
    private final List<Strand> later = new ArrayList<>();

    private final List<Placed> placed = new ArrayList<>();
    private final Set<String> names = new HashSet<>();
    private final List<Tree> hypothesis = new ArrayList<>();
    private final List<Tree> guards = new ArrayList<>();

    /** @param end of the activity, in its strand */
    record Placed(String name, Strand strand, Duration end) {}

    Moment beginning() {
        return new Moment(first, Duration.ZERO);
    }

    /** All of these from the same moment on, and on the same targets. */
    Plot add(List<Hit> hits, String name, Moment start) {
        String draw = first.timeline().draw(name);
        hits.stream()
                .map(hit -> hits.size() > 1 ? hit.drawn(draw) : hit)
                .forEach(hit -> add(hit.at(start.offset(), name + ": " + hit.call().fault()), start.strand()));
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
        return this;
    }

    Plot expect(Tree.Obj probe) {
        hypothesis.add(probe);
        return this;
    }

    Plot guard(Tree.Obj guard) {
        guards.add(guard);
        return this;
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
                            .put("halt-when", Draft.list(position, guards))
                            .tree());
        }
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
