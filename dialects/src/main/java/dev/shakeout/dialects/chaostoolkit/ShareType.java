package dev.shakeout.dialects.chaostoolkit;

import dev.shakeout.model.Json;
import dev.shakeout.model.Percent;
import dev.shakeout.model.Type;
import java.math.BigDecimal;

/** A share of targets, where the key itself says percent, so that a bare number has its unit: max-percent: 50. */
public record ShareType() implements Type<Percent> {
    private static final Type<Percent> PERCENT = Type.percent(0.1, 100);

    @Override
    public String name() {
        return PERCENT.name();
    }

    @Override
    public String allowed() {
        return PERCENT.allowed();
    }

    @Override
    public Percent parse(Json json) {
        return PERCENT.parse(
                json instanceof Json.Num(BigDecimal number) ? Json.of(number.toPlainString() + "%") : json);
    }
}
