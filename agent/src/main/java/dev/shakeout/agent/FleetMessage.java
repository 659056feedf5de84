package dev.shakeout.agent;

import dev.shakeout.model.BadValue;
import dev.shakeout.model.Json;
import java.util.Map;

/**
 * What a server and an agent of its fleet say to each other, each a text of JSON. Members that are not known are passed over,
 * so that a minor release may add some.
 */
public sealed interface FleetMessage {
    /**
     * From the server, before anything else.
     *
     * @param nonce that nobody could foresee, and that is used once
     */
    record Challenge(String nonce) implements FleetMessage {}

    /**
     * Who it is; the first that the agent says.
     *
     * @param hello a {@link Hello} as a text, as signatures are of texts
     * @param signature of that, by the agent's key; see {@link AgentKey}
     */
    record Hail(String hello, String signature) implements FleetMessage {}

    /**
     * The server knows it now.
     *
     * @param id by which people speak of it
     * @param environment the only one that it is for
     * @param labels those that it has
     */
    record Welcome(String id, String environment, Map<String, String> labels) implements FleetMessage {
        public Welcome {
            labels = Map.copyOf(labels);
        }
    }

    /**
     * The server does not have it; the last that it says.
     *
     * @param why and what to do about it
     * @param forGood whether another try would be in vain
     */
    record Refused(String why, boolean forGood) implements FleetMessage {}

    /** A sign of life, from the agent; the server answers with the same. */
    record Alive() implements FleetMessage {}

    /**
     * From the server: a run wants the agent. What its {@link Order}s are said in, and the {@link Report}s on them, until either
     * side says that it is {@link Over}.
     *
     * @param channel no other of this connection, before or after, is called so
     */
    record Open(String channel) implements FleetMessage {}

    /** A line in a channel that is open. */
    record Said(String channel, String line) implements FleetMessage {}

    /** Nothing more comes in a channel. To the agent it means that the run is gone: all that it did is taken back. */
    record Over(String channel) implements FleetMessage {}

    default String text() {
        Json.Obj json = switch (this) {
            case Challenge(var nonce) -> Json.object("says", "challenge", "nonce", nonce);
            case Hail(var hello, var signature) -> Json.object("says", "hail", "hello", hello, "signature", signature);
            case Welcome(var id, var environment, var labels) ->
                Json.object("says", "welcome", "id", id, "environment", environment, "labels", Line.of(labels));
            case Refused(var why, var forGood) -> Json.object("says", "refused", "why", why, "for-good", forGood);
            case Alive() -> Json.object("says", "alive");
            case Open(var channel) -> Json.object("says", "open", "channel", channel);
            case Said(var channel, var line) -> Json.object("says", "said", "channel", channel, "line", line);
            case Over(var channel) -> Json.object("says", "over", "channel", channel);
        };
        return json.compact();
    }

    /** @throws BadValue it is none that this version knows */
    static FleetMessage read(Json json) {
        var line = new Line(json);
        String says = line.text("says");
        return switch (says) {
            case "challenge" -> new Challenge(line.text("nonce"));
            case "hail" -> new Hail(line.text("hello"), line.text("signature"));
            case "welcome" -> new Welcome(line.text("id"), line.text("environment"), line.map("labels"));
            case "refused" -> new Refused(line.text("why"), line.truth("for-good"));
            case "alive" -> new Alive();
            case "open" -> new Open(line.text("channel"));
            case "said" -> new Said(line.text("channel"), line.text("line"));
            case "over" -> new Over(line.text("channel"));
            default -> throw new BadValue("nothing is called '" + says + "' in this version");
        };
    }
}
