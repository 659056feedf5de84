package dev.shakeout.dialects.foreign;

import dev.shakeout.model.Json;
import dev.shakeout.model.Type;
import java.math.BigDecimal;
import java.time.Duration;

/** A span of time as ours has it, with a unit or as a bare number of seconds; what range it may have was looked at before. */
public record Spans() implements Type<Duration> {
    public static final Type<Duration> TYPE = new Spans();

    private static final Type<Duration> WITH_UNIT = Type.duration(Duration.ZERO, Duration.ofDays(36_500));

    /** Whether it is a number of seconds without a fraction, as many tools count. */
    public static boolean isWhole(Duration time) {
        return time.equals(Duration.ofSeconds(time.toSeconds()));
    }

    @Override
    public String name() {
        return WITH_UNIT.name();
    }

    @Override
    public String allowed() {
        return WITH_UNIT.allowed();
    }

    @Override
    public Duration parse(Json json) {
        try {
            return Duration.ofNanos(
                    new BigDecimal(json.text().strip()).movePointRight(9).longValue());
        } catch (NumberFormatException _) {
            return WITH_UNIT.parse(json);
        }
    }

    @Override
    public Json.Obj schema() {
        return WITH_UNIT.schema();
    }
}
