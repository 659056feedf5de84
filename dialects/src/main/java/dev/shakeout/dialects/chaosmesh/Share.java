package dev.shakeout.dialects.chaosmesh;

import dev.shakeout.dialects.foreign.Draft;
import dev.shakeout.dialects.foreign.Field;
import dev.shakeout.dialects.foreign.Sheet;
import dev.shakeout.model.BadValue;
import dev.shakeout.model.Json;
import dev.shakeout.model.Type;
import java.math.BigDecimal;

/** A percentage, which Chaos Mesh writes as a bare number, mostly in quotes: "25". */
final class Share {
    static final Type<BigDecimal> TYPE = new Type<>() {
        private final Type<BigDecimal> number = Type.number(0, 100);

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
            BigDecimal value = number.parse(json);
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

    /** An argument of ours where the field is given and not zero. */
    static void put(Draft arguments, String key, Sheet from, Field field) {
        from.take(field, TYPE)
                .filter(share -> share.signum() > 0)
                .ifPresent(share -> arguments.put(key, from.positionOf(field), ours(share)));
    }
}
