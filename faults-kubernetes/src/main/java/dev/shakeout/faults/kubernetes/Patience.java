package dev.shakeout.faults.kubernetes;

import dev.shakeout.model.Json;
import dev.shakeout.model.Type;
import java.time.Duration;
import java.util.Optional;

/** A time that another tool is given: a trial gives it as much as a person would, or nothing would come of it. */
record Patience(Type<Duration> type) implements Type<Duration> {
    private static final Json EXAMPLE = Json.of("30s");

    static Patience between(Duration least, Duration most) {
        return new Patience(Type.duration(least, most));
    }

    @Override
    public String name() {
        return type.name();
    }

    @Override
    public String allowed() {
        return type.allowed();
    }

    @Override
    public Duration parse(Json json) {
        return type.parse(json);
    }

    @Override
    public Json.Obj schema() {
        return type.schema();
    }

    @Override
    public Optional<Json> example() {
        return Optional.of(EXAMPLE);
    }
}
