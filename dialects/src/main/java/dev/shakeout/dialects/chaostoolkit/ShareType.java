package dev.shakeout.dialects.chaostoolkit;

import dev.shakeout.model.Json;
import dev.shakeout.model.Percent;
import dev.shakeout.model.Type;
import java.math.BigDecimal;
import java.util.List;

/** A share of targets, where the key itself says percent, so that a bare number has its unit: max-percent: 50. */
public record ShareType() implements Type<Percent> {
    private static final double LEAST = 0.1;
    private static final long MOST = 100;
    private static final Type<Percent> PERCENT = Type.percent(LEAST, MOST);

    @Override
    public String name() {
        return PERCENT.name();
    }

    @Override
    public String allowed() {
        return PERCENT.allowed();
    }

    @Override
    public Json.Obj schema() {
        return PERCENT.schema()
                .with("type", Json.of(List.of(Json.of("number"), Json.of("string"))))
                .with("minimum", Json.of(LEAST))
                .with("maximum", Json.of(MOST));
    }

    @Override
    public Percent parse(Json json) {
        return PERCENT.parse(
                json instanceof Json.Num(BigDecimal number) ? Json.of(number.toPlainString() + "%") : json);
    }
}
