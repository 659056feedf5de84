package dev.shakeout.agent;

import dev.shakeout.model.BadValue;
import dev.shakeout.model.Json;
import java.util.Map;

/**
 * An agent that a run may speak with, as its server knows it.
 *
 * @param name of its host, for people
 * @param rungs by fault, the ways that hold there, best first, as it says itself
 */
public record Member(String id, String name, Map<String, String> labels, Json.Obj rungs) {
    public Member {
        labels = Map.copyOf(labels);
    }

    public Json.Obj json() {
        return Json.object("id", id, "name", name, "labels", Line.of(labels), "rungs", rungs);
    }

    /** @throws BadValue it is none */
    public static Member read(Json json) {
        var line = new Line(json);
        return new Member(line.text("id"), line.text("name"), line.map("labels"), line.object("rungs"));
    }
}
