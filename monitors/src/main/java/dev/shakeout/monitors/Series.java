package dev.shakeout.monitors;

import dev.shakeout.model.Json;
import java.time.Duration;
import java.time.Instant;

/**
 * One series of an answer, by its last value.
 *
 * @param name as the monitor tells series apart
 * @param at when that value was measured
 */
record Series(String name, double value, Instant at) {
    Json told(Instant now) {
        return Json.object(
                "name", name, "value", value, "age", Duration.between(at, now).toMillis() / 1000.0);
    }
}
