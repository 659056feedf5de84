package dev.shakeout.drivers.chaostoolkit;

import dev.shakeout.model.Json;
import dev.shakeout.model.Type;
import java.util.Optional;

/** A type with a value that pages show, where none follows from the name. */
record Shown<T>(Type<T> type, String value) implements Type<T> {
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
        return Optional.of(Json.of(value));
    }
}
