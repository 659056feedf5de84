package dev.shakeout.model;

import java.util.List;
import java.util.Optional;

/**
 * How targets are found and how many of them may be hit.
 *
 * @param kind host, process, …
 * @param anyOf the criteria, typed by that kind's descriptor; what matches any of them is found, and chosen from together. Never
 *     none of them
 * @param includesNew targets that appear while the fault is on join it; only where all or a share of them are hit
 * @param draw selectors with the same one mean the same targets: those that the first of them chooses
 */
public record Selector(String kind, List<Arguments> anyOf, Mode mode, boolean includesNew, Optional<String> draw) {
    /** @throws IllegalArgumentException there are no criteria, not even {@link Arguments#NONE}, which anything matches */
    public Selector {
        anyOf = anyOf.stream().distinct().toList();
        if (anyOf.isEmpty()) {
            throw new IllegalArgumentException("a selector of nothing");
        }
    }

    /** Of those that are there when the plan is made. */
    public Selector(String kind, Arguments by, Mode mode) {
        this(kind, List.of(by), mode);
    }

    /** The same, of all that match any of these criteria. */
    public Selector(String kind, List<Arguments> anyOf, Mode mode) {
        this(kind, anyOf, mode, false, Optional.empty());
    }

    /** The same, and of those that appear later. */
    public Selector includingNew() {
        return new Selector(kind, anyOf, mode, true, draw);
    }

    /** The same of this draw. */
    public Selector drawn(String name) {
        return new Selector(kind, anyOf, mode, includesNew, Optional.of(name));
    }

    /** How many of the targets found are chosen. */
    public sealed interface Mode {
        /** One, chosen at random. */
        record One() implements Mode {}

        record All() implements Mode {}

        /** A fixed count, chosen at random; fewer found than asked for is an error. */
        record Fixed(int count) implements Mode {}

        /** A share, rounded up to whole targets. */
        record Share(Percent share) implements Mode {}

        /** A random share of at most this much, at least one target. */
        record RandomMaxShare(Percent most) implements Mode {}
    }
}
