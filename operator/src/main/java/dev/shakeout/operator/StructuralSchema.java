package dev.shakeout.operator;

import dev.shakeout.model.Json;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Makes of a JSON Schema what a custom resource may have as one
 * (https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#specifying-a-structural-schema).
 * It takes whatever the other takes, and more: a value that may have several shapes is kept as it is, and looked at only when
 * the experiment is read. Nothing that is not described is dropped, so that a mistake is told and not lost.
 */
final class StructuralSchema {
    private static final String KEEP = "x-kubernetes-preserve-unknown-fields";
    private static final List<String> LIMITS = List.of("minimum", "maximum", "minLength", "maxLength");
    private static final String REFERENCE = "#/$defs/";

    private final Map<String, Json> definitions;
    private final Deque<String> under = new ArrayDeque<>();

    private StructuralSchema(Map<String, Json> definitions) {
        this.definitions = definitions;
    }

    /** Of a whole document. */
    static Json.Obj of(Json.Obj document) {
        Map<String, Json> definitions =
                document.get("$defs").orElse(Json.Obj.EMPTY) instanceof Json.Obj(var members) ? members : Map.of();
        return new StructuralSchema(definitions).value(document);
    }

    private Json.Obj value(Json.Obj schema) {
        Optional<String> reference = schema.get("$ref").map(Json::text).filter(text -> text.startsWith(REFERENCE));
        if (reference.isPresent()) {
            return referred(reference.get().substring(REFERENCE.length()), schema);
        }
        if (schema.get("anyOf").orElse(Json.Null.NULL) instanceof Json.Arr(var ways)) {
            return oneOf(ways, schema);
        }
        if (schema.get("const").isPresent()) {
            return words(List.of(schema.get("const").get()), schema);
        }
        List<String> types = types(schema);
        boolean nullable = types.remove("null");
        if (types.size() != 1) {
            return anything(schema);
        }
        var made = new LinkedHashMap<String, Json>();
        describe(schema, made);
        made.put("type", Json.of(types.getFirst()));
        if (nullable) {
            made.put("nullable", Json.of(true));
        }
        switch (types.getFirst()) {
            case "object" -> object(schema, made);
            case "array" -> made.put("items", inner(schema, "items"));
            default -> limits(schema, made);
        }
        return new Json.Obj(made);
    }

    /** One that is inside of itself may be anything there: such a schema cannot be written down. */
    private Json.Obj referred(String name, Json.Obj schema) {
        if (under.contains(name) || !(definitions.get(name) instanceof Json.Obj definition)) {
            return anything(schema);
        }
        under.push(name);
        Json.Obj made = value(definition);
        under.pop();
        return schema.get("description")
                .map(words -> made.with("description", words))
                .orElse(made);
    }

    private Json.Obj oneOf(List<Json> ways, Json.Obj schema) {
        List<Json.Obj> present = ways.stream()
                .filter(way -> !way.equals(Json.object("$ref", REFERENCE + "absent")))
                .map(way -> way instanceof Json.Obj object ? object : Json.Obj.EMPTY)
                .toList();
        boolean nullable = present.size() < ways.size();
        if (present.size() == 1) {
            Json.Obj only = value(present.getFirst());
            Json.Obj told = schema.get("description")
                    .map(words -> only.with("description", words))
                    .orElse(only);
            return nullable ? told.with("nullable", Json.of(true)) : told;
        }
        List<Json> words =
                present.stream().flatMap(way -> way.get("const").stream()).toList();
        if (words.size() == present.size() && !nullable) {
            return words(words, schema);
        }
        return anything(schema);
    }

    private static Json.Obj words(List<Json> words, Json.Obj schema) {
        if (!words.stream().allMatch(Json.Str.class::isInstance)) {
            return anything(schema);
        }
        var made = new LinkedHashMap<String, Json>();
        describe(schema, made);
        made.put("type", Json.of("string"));
        made.put("enum", Json.of(words));
        return new Json.Obj(made);
    }

    private static Json.Obj anything(Json.Obj schema) {
        var made = new LinkedHashMap<String, Json>();
        describe(schema, made);
        made.put(KEEP, Json.of(true));
        return new Json.Obj(made);
    }

    /** Its properties, or what all its members are: Kubernetes takes only one of the two. */
    private void object(Json.Obj schema, Map<String, Json> made) {
        var properties = new LinkedHashMap<String, Json>();
        if (schema.get("properties").orElse(Json.Null.NULL) instanceof Json.Obj(var members)) {
            members.forEach((key, inner) -> {
                if (!key.startsWith("$")) { // which means nothing in a cluster
                    properties.put(key, value(object(inner)));
                }
            });
        }
        if (properties.isEmpty() && schema.get("additionalProperties").orElse(Json.Null.NULL) instanceof Json.Obj all) {
            made.put("additionalProperties", value(all));
            return;
        }
        if (!properties.isEmpty()) {
            made.put("properties", new Json.Obj(properties));
        }
        schema.get("required").ifPresent(keys -> made.put("required", keys));
        made.put(KEEP, Json.of(true));
    }

    private Json.Obj inner(Json.Obj schema, String keyword) {
        return value(object(schema.get(keyword).orElse(Json.Obj.EMPTY)));
    }

    private static Json.Obj object(Json json) {
        return json instanceof Json.Obj object ? object : Json.Obj.EMPTY;
    }

    private static void describe(Json.Obj schema, Map<String, Json> made) {
        schema.get("description").ifPresent(words -> made.put("description", words));
    }

    private static void limits(Json.Obj schema, Map<String, Json> made) {
        LIMITS.forEach(limit -> schema.get(limit).ifPresent(value -> made.put(limit, value)));
        schema.get("pattern")
                .filter(pattern -> !pattern.text().matches(".*\\(\\?[=!<].*")) // which Go does not know
                .ifPresent(pattern -> made.put("pattern", pattern));
        schema.get("enum").ifPresent(words -> made.put("enum", words));
    }

    private static List<String> types(Json.Obj schema) {
        var types = new ArrayList<String>();
        switch (schema.get("type").orElse(Json.Null.NULL)) {
            case Json.Arr(var names) -> names.forEach(name -> types.add(name.text()));
            case Json.Str(String name) -> types.add(name);
            default -> {}
        }
        return types;
    }
}
