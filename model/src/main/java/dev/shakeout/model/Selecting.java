package dev.shakeout.model;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An argument that may name others by selectors of targets, beside names and addresses. When a run is planned, the addresses of
 * those that are found take the place of the selectors.
 */
public interface Selecting {
    List<Selector> selectors();

    /** The same with these addresses, and without selectors. */
    Selecting found(List<String> addresses);

    /** The selectors in all of these arguments. */
    static Stream<Selector> in(Arguments arguments) {
        return arguments.values().values().stream()
                .filter(Selecting.class::isInstance)
                .map(Selecting.class::cast)
                .flatMap(argument -> argument.selectors().stream());
    }

    /** What such an argument is written as. By itself it reads names only, as kinds of target are none of its business. */
    interface Kind<T extends Selecting> extends Type<T> {
        /** @param named what stands beside the selectors, or nothing */
        T of(Optional<T> named, List<Selector> selectors);
    }
}
