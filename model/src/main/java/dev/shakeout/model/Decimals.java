package dev.shakeout.model;

import java.math.BigDecimal;
import java.util.Optional;

/** Numbers as people and programs write them, kept exactly. */
public final class Decimals {
    static final int MAX_DIGITS = 1000;
    public static final String NOT_ALLOWED =
            "this number cannot be used; it must be finite and have at most " + MAX_DIGITS + " digits when written out";

    private Decimals() {}

    /** Empty when it is not finite, or so long or far from one that calculating with it would take for ever. */
    public static Optional<BigDecimal> parse(String text) {
        if (text.length() > MAX_DIGITS) {
            return Optional.empty();
        }
        try {
            var value = new BigDecimal(text.replace("_", ""));
            boolean sane = Math.abs((long) value.scale()) + value.precision() <= MAX_DIGITS;
            return sane ? Optional.of(value) : Optional.empty();
        } catch (NumberFormatException _) {
            return Optional.empty();
        }
    }
}
