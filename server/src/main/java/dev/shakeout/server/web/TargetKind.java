package dev.shakeout.server.web;

import dev.shakeout.model.Json;
import dev.shakeout.server.channel.ReceiverKind;
import dev.shakeout.server.channel.Receivers;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a target of a channel may be, from what the kinds of receivers take. */
final class TargetKind {
    /** Of a channel; which of these belong to its kind is said where it is read. */
    static final Kind KIND = new Kind(
            "an object of what the kind of the channel takes: "
                    + Receivers.ALL.stream()
                            .map(kind -> kind.word() + " " + String.join(", ", names(kind)))
                            .collect(Collectors.joining("; ")),
            Json.object(
                    "type",
                    "object",
                    "minProperties",
                    1,
                    "anyOf",
                    Json.of(Receivers.ALL.stream().map(TargetKind::schema).toList())),
            json -> json instanceof Json.Obj(var members)
                    && !members.isEmpty()
                    && Receivers.ALL.stream().anyMatch(kind -> names(kind).containsAll(members.keySet())),
            Optional.empty());

    private TargetKind() {}

    private static List<String> names(ReceiverKind kind) {
        return kind.members().stream().map(ReceiverKind.Member::name).toList();
    }

    private static Json.Obj schema(ReceiverKind kind) {
        var properties = new LinkedHashMap<String, Json>();
        for (ReceiverKind.Member member : kind.members()) {
            Json.Obj text = Json.object("type", "string");
            Json.Obj schema = member.form() == ReceiverKind.Form.TEXT
                    ? text
                    : Json.object("type", "array", "minItems", 1, "items", text);
            properties.put(member.name(), schema.with("description", Json.of(member.help())));
        }
        var required = kind.members().stream()
                .filter(ReceiverKind.Member::required)
                .map(member -> Json.of(member.name()))
                .toList();
        return Json.object(
                "title",
                kind.word(),
                "description",
                kind.help(),
                "properties",
                new Json.Obj(properties),
                "required",
                Json.of(required),
                "additionalProperties",
                false);
    }
}
