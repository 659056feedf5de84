package dev.shakeout.agent;

import dev.shakeout.engine.JsonReader;
import dev.shakeout.model.BadValue;
import dev.shakeout.model.Json;
import java.util.Map;
import java.util.Optional;

/**
 * Who an agent is and what it can do, as it says of itself.
 *
 * @param nonce of the server's challenge: what was said to another server, or at another time, is worth nothing
 * @param key its public one; see {@link AgentKey}
 * @param enrolment the token by which it is let in for the first time
 * @param name of its host, for people
 * @param labels by which it wants to be chosen
 * @param facts of its host
 * @param rungs by fault, the ways that hold there, best first
 * @param version of Shakeout
 */
public record Hello(
        String nonce,
        String key,
        Optional<String> enrolment,
        String name,
        Map<String, String> labels,
        Json.Obj facts,
        Json.Obj rungs,
        String version) {
    public Hello {
        labels = Map.copyOf(labels);
    }

    /** As it is signed and sent. */
    public FleetMessage.Hail signed(AgentKey with) {
        Json.Obj json = Json.object(
                "nonce",
                nonce,
                "key",
                key,
                "name",
                name,
                "labels",
                Line.of(labels),
                "facts",
                facts,
                "rungs",
                rungs,
                "version",
                version);
        String text = enrolment
                .map(token -> json.with("enrolment", Json.of(token)))
                .orElse(json)
                .compact();
        return new FleetMessage.Hail(text, with.sign(text));
    }

    /** @throws BadValue it is none, or not signed by the key that it names */
    public static Hello of(FleetMessage.Hail hail) {
        var line = new Line(JsonReader.read(hail.hello()));
        String key = line.text("key");
        if (!AgentKey.signed(key, hail.hello(), hail.signature())) {
            throw new BadValue("it is not signed by the key that it names");
        }
        return new Hello(
                line.text("nonce"),
                key,
                line.has("enrolment") ? Optional.of(line.text("enrolment")) : Optional.empty(),
                line.text("name"),
                line.map("labels"),
                line.object("facts"),
                line.object("rungs"),
                line.text("version"));
    }
}
