package dev.shakeout.model;

import java.util.Optional;

/**
 * How targets are found and how many of them may be hit.
 *
 * @param kind host, process, …
 * @param by the criteria, typed by that kind's descriptor
 * @param includesNew targets that appear while the fault is on join it; only where all or a share of them are hit
 * @param draw selectors with the same one mean the same targets: those that the first of them chooses
 */
public record Selector(String kind, Arguments by, Mode mode, boolean includesNew, Optional<String> draw) {
    /** Of those that are there when the plan is made. */
    public Selector(String kind, Arguments by, Mode mode) {
        this(kind, by, mode, false, Optional.empty());
    }

    /** The same, and of those that appear later. */
    public Selector includingNew() {
        return new Selector(kind, by, mode, true, draw);
    }

    /** The same of this draw. */
    public Selector drawn(String name) {
        return new Selector(kind, by, mode, includesNew, Optional.of(name));
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
