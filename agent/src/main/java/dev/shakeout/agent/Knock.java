package dev.shakeout.agent;

import dev.shakeout.model.BadValue;
import dev.shakeout.model.Json;

/**
 * What a run asks for at the door that its server has opened for it: the first line that it says there, and the only one unless
 * it is let through.
 */
public sealed interface Knock {
    /** Who is there. Answered with a line that names each {@link Member}. */
    record Members() implements Knock {}

    /** To speak with one. After a line that says so, all further lines go to the agent and come from it. */
    record Speak(String agent) implements Knock {}

    default Json.Obj json() {
        return switch (this) {
            case Members() -> Json.object("ask", "members");
            case Speak(var agent) -> Json.object("ask", "speak", "agent", agent);
        };
    }

    /** @throws BadValue it is none, or one that this version does not know */
    static Knock read(Json json) {
        var line = new Line(json);
        String ask = line.text("ask");
        return switch (ask) {
            case "members" -> new Members();
            case "speak" -> new Speak(line.text("agent"));
            default -> throw new BadValue("nothing is asked by '" + ask + "' in this version");
        };
    }
}
