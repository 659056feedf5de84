package dev.shakeout.dialects.litmus;

import dev.shakeout.dialects.foreign.BarePercent;
import dev.shakeout.dialects.foreign.Draft;
import dev.shakeout.dialects.foreign.Field;
import dev.shakeout.model.Json;
import dev.shakeout.model.Type;
import java.math.BigDecimal;

/** A percentage, which Litmus writes as a bare number: "100". */
final class Share {
    static final Type<BigDecimal> TYPE = BarePercent.TYPE;

    private Share() {}

    static Json ours(BigDecimal share) {
        return BarePercent.ours(share);
    }

    static void put(Draft arguments, String key, Tunables tunables, Field field) {
        tunables.require(field, TYPE).ifPresent(share -> arguments.put(key, tunables.positionOf(field), ours(share)));
    }
}
