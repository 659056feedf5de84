package dev.shakeout.dialects.schema;

import dev.shakeout.model.Json;
import java.util.Map;
import java.util.TreeMap;

/** What a schema is put together from: its {@code $defs}. */
public final class Definitions {
    private final Map<String, Json> all = new TreeMap<>();

    public Definitions() {
        add(Schema.ABSENT_NAME, Schema.ABSENT);
        add(Schema.PLACEHOLDER_NAME, Schema.PLACEHOLDER);
    }

    /** Gives what refers to it. */
    public Schema add(String name, Schema schema) {
        all.put(name, schema.json());
        return Schema.defined(name);
    }

    public Json json() {
        return new Json.Obj(all);
    }
}
