package dev.shakeout.dialects.litmus;

import dev.shakeout.dialects.foreign.Draft;
import dev.shakeout.model.Json;
import java.math.BigDecimal;

/** How long a reading may take, in the seconds that providers take. */
final class Timeouts {
    private Timeouts() {}

    static void put(Draft provider, RunProperties properties) {
        if (!properties.timeout().isZero()) {
            var seconds = BigDecimal.valueOf(properties.timeout().toMillis(), 3).stripTrailingZeros();
            provider.put("timeout", new Json.Num(seconds.scale() < 0 ? seconds.setScale(0) : seconds));
        }
    }
}
