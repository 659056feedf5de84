package dev.shakeout.dialects.chaosmesh;

import dev.shakeout.dialects.Tree;
import dev.shakeout.dialects.foreign.Draft;
import dev.shakeout.dialects.foreign.Timeline;
import dev.shakeout.model.Json;
import dev.shakeout.model.Position;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A part of a method whose course is known once it has begun: with the method, or when certain activities have ended, as
 * nobody knows beforehand how long a container runs.
 *
 * @param after names of the activities with whose end it begins; none for the one that begins with the method
 * @param conditions that must all hold, as our format has them
 */
record Strand(Timeline timeline, List<String> after, List<String> conditions) {
    Strand(List<String> after, List<String> conditions) {
        this(new Timeline(), List.copyOf(after), List.copyOf(conditions));
    }

    static Strand first() {
        return new Strand(List.of(), List.of());
    }

    /** So long after the beginning of a strand. */
    record Moment(Strand strand, Duration offset) {
        Moment at(Duration other) {
            return new Moment(strand, other);
        }
    }

    /** All of its activities, none of which holds up anything. */
    List<Tree> activities(Position position) {
        Draft cue = Draft.at(position);
        if (!after.isEmpty()) {
            cue.put("after", Json.of(after.stream().map(Json::of).toList()));
        }
        if (!conditions.isEmpty()) {
            cue.put("if", Draft.literal(condition()));
        }
        return timeline.beside(cue.tree());
    }

    private String condition() {
        return conditions.size() == 1
                ? conditions.getFirst()
                : conditions.stream().collect(Collectors.joining(") && (", "(", ")"));
    }
}
