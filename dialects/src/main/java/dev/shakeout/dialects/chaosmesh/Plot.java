package dev.shakeout.dialects.chaosmesh;

import dev.shakeout.dialects.Tree;
import dev.shakeout.dialects.foreign.Draft;
import dev.shakeout.dialects.foreign.Timeline;
import dev.shakeout.model.Json;
import dev.shakeout.model.Position;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What happens in an experiment, and what is watched meanwhile. */
final class Plot {
    private final Timeline timeline = new Timeline();
    private final List<Tree> hypothesis = new ArrayList<>();
    private final List<Tree> guards = new ArrayList<>();
    private final List<Extension.Chaos> chaos = new ArrayList<>();
    private final Map<String, Integer> names = new HashMap<>();

    /**
     * One chaos: all of its faults from the same moment on.
     *
     * @param name of the object or the template
     * @param label what its activities are called by
     */
    Plot add(List<Hit> hits, String kind, String name, String label, Duration start) {
        var actions = new ArrayList<String>();
        for (Hit hit : hits) {
            String action = unique(label + ": " + hit.call().fault(), " (%d)");
            timeline.add(hit.at(start, action));
            actions.add(action);
        }
        if (!actions.isEmpty()) {
            chaos.add(new Extension.Chaos(kind, unique(name, "-%d"), actions));
        }
        return this;
    }

    private String unique(String name, String more) {
        int count = names.merge(name, 1, Integer::sum);
        return count == 1 ? name : unique(name + more.formatted(count), more);
    }

    Plot add(Timeline.Entry entry) {
        timeline.add(entry);
        return this;
    }

    Plot until(Duration end) {
        timeline.until(end);
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
        experiment.put("method", timeline.method(position));
        if (!guards.isEmpty()) {
            experiment.put(
                    "safety",
                    Draft.at(position)
                            .put("halt-when", Draft.list(position, guards))
                            .tree());
        }
    }
}
