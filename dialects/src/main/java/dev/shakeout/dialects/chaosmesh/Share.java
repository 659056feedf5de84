package dev.shakeout.dialects.chaosmesh;

import dev.shakeout.dialects.foreign.BarePercent;
import dev.shakeout.dialects.foreign.Draft;
import dev.shakeout.dialects.foreign.Field;
import dev.shakeout.dialects.foreign.Sheet;
import dev.shakeout.model.Json;
import dev.shakeout.model.Type;
import java.math.BigDecimal;

/** A percentage, which Chaos Mesh writes as a bare number, mostly in quotes: "25". */
final class Share {
    static final Type<BigDecimal> TYPE = BarePercent.TYPE;

    private Share() {}

    static Json ours(BigDecimal share) {
        return BarePercent.ours(share);
    }

    /** An argument of ours where the field is given and not zero. */
    static void put(Draft arguments, String key, Sheet from, Field field) {
        from.take(field, TYPE)
                .filter(share -> share.signum() > 0)
                .ifPresent(share -> arguments.put(key, from.positionOf(field), ours(share)));
    }
}
