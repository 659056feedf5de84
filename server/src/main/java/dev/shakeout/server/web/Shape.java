package dev.shakeout.server.web;

import dev.shakeout.model.Json;
import dev.shakeout.model.Nearest;
import java.util.LinkedHashMap;
import java.util.List;

/** An object that is sent or answered. */
record Shape(String name, List<Field> fields) {
    static Shape of(String name, Field... fields) {
        return new Shape(name, List.of(fields));
    }

    /** Some of these, and where the next ones begin. */
    static Shape pageOf(Shape item) {
        return of(
                item.name() + "Page",
                Field.required("items", Kind.listOf(item), "In order."),
                Field.optional("next", Kind.TEXT, "The 'after' of the next page; not there on the last one."));
    }

    /** @throws Refusal something is missing, too much or of another kind */
    void check(Json.Obj object) {
        var names = fields.stream().map(Field::name).toList();
        object.members().forEach((key, value) -> {
            if (!names.contains(key)) {
                throw Refusal.badRequest("there is no member '" + key + "' here" + Nearest.suggestion(key, names)
                        + "; allowed: " + String.join(", ", names));
            }
        });
        for (Field field : fields) {
            Json value = object.get(field.name()).orElse(Json.Null.NULL);
            if (value == Json.Null.NULL && field.required()) {
                throw Refusal.badRequest(
                        "'" + field.name() + "' is missing: " + field.kind().allowed());
            }
            if (object.get(field.name()).isPresent() && !field.kind().takes().test(value)) {
                throw Refusal.badRequest(
                        "'" + field.name() + "' must be " + field.kind().allowed());
            }
        }
    }

    Json.Obj reference() {
        return Json.object("$ref", "#/components/schemas/" + name);
    }

    Json.Obj schema() {
        var properties = new LinkedHashMap<String, Json>();
        fields.forEach(field ->
                properties.put(field.name(), field.kind().schema().with("description", Json.of(field.help()))));
        var required = fields.stream()
                .filter(Field::required)
                .map(field -> Json.of(field.name()))
                .toList();
        return Json.object(
                "type",
                "object",
                "properties",
                new Json.Obj(properties),
                "required",
                Json.of(required),
                "additionalProperties",
                false);
    }
}
