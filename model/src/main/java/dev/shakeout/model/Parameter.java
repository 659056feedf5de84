package dev.shakeout.model;

import java.util.Optional;

/**
 * One typed parameter of a fault, a probe or a target selector.
 *
 * @param fallback used when the file does not give the parameter; empty together with {@code required} false means the
 *     parameter may be absent
 * @param help one sentence: what it does, and its default where that is not a plain value
 */
public record Parameter<T>(String name, Type<T> type, boolean required, Optional<T> fallback, String help) {
    public static <T> Parameter<T> required(String name, Type<T> type, String help) {
        return new Parameter<>(name, type, true, Optional.empty(), help);
    }

    public static <T> Parameter<T> optional(String name, Type<T> type, String help) {
        return new Parameter<>(name, type, false, Optional.empty(), help);
    }

    public static <T> Parameter<T> withDefault(String name, Type<T> type, T fallback, String help) {
        return new Parameter<>(name, type, false, Optional.of(fallback), help);
    }
}
