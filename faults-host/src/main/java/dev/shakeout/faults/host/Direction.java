package dev.shakeout.faults.host;

import dev.shakeout.model.Parameter;
import dev.shakeout.model.Type;
import java.util.Locale;

/** Which way packets go, as seen from the target. */
enum Direction {
    IN,
    OUT,
    BOTH;

    private static final Type<String> TYPE = Type.choice("in", "out", "both");

    boolean in() {
        return this != OUT;
    }

    boolean out() {
        return this != IN;
    }

    static Direction of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }

    /** The parameter of a fault that by itself meets packets of this direction. */
    static Parameter<String> parameter(Direction fallback) {
        return Parameter.withDefault(
                "direction",
                TYPE,
                fallback.toString(),
                "Which packets are met: in comes to the target, out leaves it, both.");
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
