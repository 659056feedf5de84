package dev.shakeout.server.access;

import java.util.Optional;
import java.util.Set;

/**
 * Environments: all that there are and will be, or some by name.
 *
 * @param names of those, when it is not all
 */
public record Extent(boolean isAll, Set<String> names) {
    public static final Extent ALL = new Extent(true, Set.of());

    public Extent {
        names = Set.copyOf(names);
    }

    public static Extent of(String... names) {
        return of(Set.of(names));
    }

    public static Extent of(Set<String> names) {
        return new Extent(false, names);
    }

    /** One, or all when it is empty. */
    public static Extent of(Optional<String> environment) {
        return environment.map(name -> of(Set.of(name))).orElse(ALL);
    }

    public boolean isNone() {
        return !isAll && names.isEmpty();
    }

    public boolean covers(String environment) {
        return isAll || names.contains(environment);
    }

    /** Whether it has this one; all of them when it is empty. */
    public boolean covers(Optional<String> environment) {
        return environment.map(this::covers).orElse(isAll);
    }

    /** The one that it is, if it is just one. */
    public Optional<String> only() {
        return names.size() == 1 ? names.stream().findFirst() : Optional.empty();
    }
}
