package dev.shakeout.faults.host;

import dev.shakeout.model.Json;
import dev.shakeout.model.Type;
import java.util.Optional;

/** A constant of Java, of whatever type; which one it must be is known in the JVM alone. */
record Constant() implements Type<String> {
    @Override
    public String name() {
        return "constant";
    }

    @Override
    public String allowed() {
        return "a number, true, false or a text, which may be \"null\"";
    }

    @Override
    public String parse(Json json) {
        return Type.text().parse(json);
    }

    @Override
    public Json.Obj schema() {
        return Type.text().schema();
    }

    @Override
    public Optional<Json> example() {
        return Optional.of(Json.of("null"));
    }
}
