package dev.shakeout.dialects.schema;

import dev.shakeout.model.Json;
import dev.shakeout.model.Parameter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An object, key by key. Every key that need not be there may be null as well. */
public final class ObjectSchema {
    private final Map<String, Json> properties = new LinkedHashMap<>();
    private final Map<String, Json> patterns = new LinkedHashMap<>();
    private final List<String> unoffered = new ArrayList<>();
    private final List<Json> required = new ArrayList<>();
    private final List<Json> conditions = new ArrayList<>();
    private Json others = Json.of(true);

    /** Any other key may be there too, until something else is said. */
    public static ObjectSchema of() {
        return new ObjectSchema();
    }

    public ObjectSchema key(Parameter<?> key) {
        Schema schema = Schema.of(key);
        return key.required() ? required(key.name(), schema) : optional(key.name(), schema);
    }

    /** A key whose value may have placeholders in it. */
    public ObjectSchema filled(Parameter<?> key) {
        Schema schema = Schema.of(key).orPlaceholder();
        return key.required() ? required(key.name(), schema) : optional(key.name(), schema);
    }

    public ObjectSchema required(String key, Schema schema) {
        required.add(Json.of(key));
        return property(key, schema);
    }

    public ObjectSchema optional(String key, Schema schema) {
        return property(key, schema.orNull());
    }

    /** What it is if it is there; whether null will do is for the schema to say. */
    public ObjectSchema property(String key, Schema schema) {
        properties.put(key, schema.json());
        return this;
    }

    /** Every key that the expression is found in; an editor does not offer these. */
    public ObjectSchema matching(String expression, Schema schema) {
        patterns.put(expression, schema.json());
        return this;
    }

    /** This key, which no editor offers. */
    public ObjectSchema unoffered(String key, Schema schema) {
        unoffered.add(key);
        return matching("^" + key + "$", schema);
    }

    /** Every key that nothing else is said of. */
    public ObjectSchema others(Schema schema) {
        others = schema.json();
        return this;
    }

    /** What holds besides, if a key has this value. */
    public ObjectSchema when(String key, String value, Schema then) {
        return when(is(key, value), then);
    }

    /** An object in which this key has this value. */
    public static Schema is(String key, String value) {
        return new Schema(Json.object(
                "type",
                "object",
                "required",
                Json.of(List.of(Json.of(key))),
                "properties",
                Json.object(key, Json.object("const", value))));
    }

    public ObjectSchema when(Schema given, Schema then) {
        conditions.add(Json.object("if", given.json(), "then", then.json()));
        return this;
    }

    public ObjectSchema when(Schema given, Schema then, Schema otherwise) {
        conditions.add(Json.object("if", given.json(), "then", then.json(), "else", otherwise.json()));
        return this;
    }

    /**
     * These keys, those that begin with x-, and no others.
     *
     * @throws IllegalStateException when these are not just the keys that were described: then whoever reads such an object
     *     and its schema disagree
     */
    public ObjectSchema exactly(List<String> keys, boolean closed) {
        var described = new ArrayList<>(unoffered);
        described.addAll(properties.keySet());
        if (!sorted(described).equals(sorted(keys))) {
            throw new IllegalStateException("described are " + described + ", and read are " + keys);
        }
        if (closed) {
            others = Json.of(false);
            patterns.put("^x-", Json.Obj.EMPTY);
        }
        return this;
    }

    private static List<String> sorted(List<String> keys) {
        return keys.stream().distinct().sorted().toList();
    }

    public Schema schema() {
        var json = new LinkedHashMap<String, Json>();
        json.put("type", Json.of("object"));
        return new Schema(new Json.Obj(with(json)));
    }

    /** Without saying that it is an object, for what only adds to another schema. */
    public Schema more() {
        return new Schema(new Json.Obj(with(new LinkedHashMap<>())));
    }

    private Map<String, Json> with(Map<String, Json> json) {
        if (!required.isEmpty()) {
            json.put("required", Json.of(required));
        }
        if (!properties.isEmpty()) {
            json.put("properties", new Json.Obj(properties));
        }
        if (!patterns.isEmpty()) {
            json.put("patternProperties", new Json.Obj(patterns));
        }
        if (!others.equals(Json.of(true))) {
            json.put("additionalProperties", others);
        }
        if (!conditions.isEmpty()) {
            json.put("allOf", Json.of(conditions));
        }
        return json;
    }
}
