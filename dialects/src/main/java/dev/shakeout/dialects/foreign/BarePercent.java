package dev.shakeout.dialects.foreign;

import dev.shakeout.model.BadValue;
import dev.shakeout.model.Json;
import dev.shakeout.model.Type;
import java.math.BigDecimal;

/** A percentage that is written as a number without a sign, mostly in quotes: "25". */
public record BarePercent() implements Type<BigDecimal> {
    public static final Type<BigDecimal> TYPE = new BarePercent();

    private static final Type<BigDecimal> NUMBER = Type.number(0, 100);

    @Override
    public String name() {
        return "percent";
    }

    @Override
    public String allowed() {
        return "a number from 0 to 100, without a sign, such as \"25\"";
    }

    @Override
    public BigDecimal parse(Json json) {
        BigDecimal value = NUMBER.parse(json instanceof Json.Str(var text) ? Json.of(text.strip()) : json);
        if (value.scale() > 9) {
            throw new BadValue(json.text() + " has too many digits");
        }
        return value;
    }

    /** As our format has it: 25%. */
    public static Json ours(BigDecimal share) {
        BigDecimal plain = share.stripTrailingZeros();
        return Json.of((plain.scale() < 0 ? plain.setScale(0) : plain).toPlainString() + "%");
    }

    @Override
    public Json.Obj schema() {
        return NUMBER.schema();
    }
}
