package dev.shakeout.dialects.litmus;

import dev.shakeout.dialects.foreign.Draft;
import dev.shakeout.dialects.foreign.Field;
import dev.shakeout.model.BadValue;
import dev.shakeout.model.Json;
import dev.shakeout.model.Type;
import java.math.BigDecimal;

/** A percentage, which Litmus writes as a bare number: "100". */
final class Share {
    static final Type<BigDecimal> TYPE = new Type<>() {
        private final Type<BigDecimal> number = Type.number(0, 100);

        @Override
        public String name() {
            return "percent";
        }

        @Override
        public String allowed() {
            return "a number from 0 to 100, without a sign";
        }

        @Override
        public BigDecimal parse(Json json) {
            BigDecimal value = number.parse(json instanceof Json.Str(var text) ? Json.of(text.strip()) : json);
            if (value.scale() > 9) {
                throw new BadValue(json.text() + " has too many digits");
            }
            return value;
        }

        @Override
        public Json.Obj schema() {
            return number.schema();
        }
    };

    private Share() {}

    static Json ours(BigDecimal share) {
        BigDecimal plain = share.stripTrailingZeros();
        return Json.of((plain.scale() < 0 ? plain.setScale(0) : plain).toPlainString() + "%");
    }

    static void put(Draft arguments, String key, Tunables tunables, Field field) {
        tunables.require(field, TYPE).ifPresent(share -> arguments.put(key, tunables.positionOf(field), ours(share)));
    }
}
