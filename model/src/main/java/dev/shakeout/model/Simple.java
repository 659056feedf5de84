package dev.shakeout.model;

import java.util.function.Function;

/** A {@link Type} without a range. */
record Simple<T>(String name, String allowed, Json.Obj schema, Function<Json, T> reader) implements Type<T> {
    static <T> Type<T> of(String name, String allowed, Json.Obj schema, Function<Json, T> reader) {
        return new Simple<>(name, allowed, schema, reader);
    }

    @Override
    public T parse(Json json) {
        return reader.apply(json);
    }
}
