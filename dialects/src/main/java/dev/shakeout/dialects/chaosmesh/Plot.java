package dev.shakeout.dialects.chaosmesh;

import dev.shakeout.dialects.Tree;
import dev.shakeout.dialects.foreign.Draft;
import dev.shakeout.dialects.foreign.Timeline;
import dev.shakeout.model.Json;
import dev.shakeout.model.Position;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What happens in an experiment, and what is watched meanwhile. */
final class Plot {
    private final Timeline timeline = new Timeline();
    private final List<Tree> hypothesis = new ArrayList<>();
    private final List<Tree> guards = new ArrayList<>();

    /** All of these from the same moment on, and on the same targets. */
    Plot add(List<Hit> hits, String name, Duration start) {
        String draw = timeline.draw(name);
        hits.stream()
                .map(hit -> hits.size() > 1 ? hit.drawn(draw) : hit)
                .forEach(hit -> timeline.add(hit.at(start, name + ": " + hit.call().fault())));
        return this;
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
