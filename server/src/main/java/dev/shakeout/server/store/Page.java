package dev.shakeout.server.store;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Some of many, in order.
 *
 * @param next where the following ones begin; empty when these are the last
 */
public record Page<T>(List<T> items, Optional<String> next) {
    public Page {
        items = List.copyOf(items);
    }

    /** @param more up to one more than fit on the page */
    static <T> Page<T> of(List<T> more, int size, Function<T, String> key) {
        return more.size() > size
                ? new Page<>(more.subList(0, size), Optional.of(key.apply(more.get(size - 1))))
                : new Page<>(more, Optional.empty());
    }
}
