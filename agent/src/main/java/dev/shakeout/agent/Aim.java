package dev.shakeout.agent;

import dev.shakeout.model.BadValue;
import dev.shakeout.model.Json;

/** What an agent is to hit, as it finds it where it is. */
public sealed interface Aim {
    /**
     * The first process of a container.
     *
     * @param id as its runtime gives it, which is part of the names of its control groups
     * @param name for people
     */
    record Container(String id, String name) implements Aim {}

    /**
     * Whoever listens in the network that the agent itself is in.
     *
     * @param name for people
     */
    record Network(String name) implements Aim {}

    /**
     * The first that a finder of the agent's installation finds.
     *
     * @param by its criteria
     */
    record Found(String kind, Json.Obj by) implements Aim {}

    default Json.Obj json() {
        return switch (this) {
            case Container(var id, var name) -> Json.object("container", id, "name", name);
            case Network(var name) -> Json.object("network", name);
            case Found(var kind, var by) -> Json.object("kind", kind, "by", by);
        };
    }

    static Aim read(Json json) {
        var text = new Line(json);
        if (text.has("container")) {
            return new Container(text.text("container"), text.text("name"));
        }
        if (text.has("network")) {
            return new Network(text.text("network"));
        }
        if (text.has("kind")) {
            return new Found(text.text("kind"), text.object("by"));
        }
        throw new BadValue("no aim is known that says " + json.compact());
    }
}
