package dev.shakeout.model;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** Numbers as a person reads them. */
public final class Numbers {
    private Numbers() {}

    /** At most three significant digits, whole from 100 on, without trailing zeros: 0.123, 4.56, 78.9, 1234. */
    public static String brief(double value) {
        if (!Double.isFinite(value)) {
            return "?";
        }
        if (Math.abs(value) >= 100) {
            return Long.toString(Math.round(value));
        }
        return new BigDecimal(value)
                .round(new MathContext(3, RoundingMode.HALF_UP))
                .stripTrailingZeros()
                .toPlainString();
    }
}
