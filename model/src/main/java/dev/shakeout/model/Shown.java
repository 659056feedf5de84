package dev.shakeout.model;

import java.util.Optional;

/** A type with a value for pages and trials. */
record Shown<T>(Type<T> type, Json value) implements Type<T> {
    @Override
    public String name() {
        return type.name();
    }

    @Override
    public String allowed() {
        return type.allowed();
    }

    @Override
    public T parse(Json json) {
        return type.parse(json);
    }

    @Override
    public Json.Obj schema() {
        return type.schema();
    }

    @Override
    public Optional<Json> example() {
        return Optional.of(value);
    }
}
