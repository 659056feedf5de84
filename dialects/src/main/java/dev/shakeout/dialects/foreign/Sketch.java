package dev.shakeout.dialects.foreign;

import dev.shakeout.model.Json;
import java.util.LinkedHashMap;
import java.util.Map;

/** An object of another tool's format in the making. What is put into it stands where the field that is named is read from. */
public final class Sketch {
    private final String within;
    private final Map<String, Object> members = new LinkedHashMap<>();

    private Sketch(String within) {
        this.within = within;
    }

    /** @param within what the paths of its fields begin with: "spec." */
    public static Sketch of(String within) {
        return new Sketch(within);
    }

    public Sketch put(Field field, Json value) {
        if (!field.path().startsWith(within)) {
            throw new IllegalStateException(field.path() + " is no field of " + within);
        }
        String[] keys = field.path().substring(within.length()).split("\\.", -1);
        Map<String, Object> at = members;
        for (int i = 0; i < keys.length - 1; i++) {
            at = inner(at, keys[i]);
        }
        at.put(keys[keys.length - 1].replace("[]", ""), value);
        return this;
    }

    public Sketch put(Field field, String value) {
        return put(field, Json.of(value));
    }

    public Sketch put(Field field, long value) {
        return put(field, Json.of(value));
    }

    @SuppressWarnings("unchecked") // what is no Json in it was put there by this method
    private static Map<String, Object> inner(Map<String, Object> at, String key) {
        return (Map<String, Object>) at.computeIfAbsent(key, _ -> new LinkedHashMap<String, Object>());
    }

    public boolean isEmpty() {
        return members.isEmpty();
    }

    public Json.Obj json() {
        return json(members);
    }

    @SuppressWarnings("unchecked")
    private static Json.Obj json(Map<String, Object> members) {
        var all = new LinkedHashMap<String, Json>();
        members.forEach((key, value) ->
                all.put(key, value instanceof Json leaf ? leaf : json((Map<String, Object>) value)));
        return new Json.Obj(all);
    }
}
