package dev.shakeout.model;

/**
 * How targets are found and how many of them may be hit.
 *
 * @param kind host, process, …
 * @param by the criteria, typed by that kind's descriptor
 * @param includesNew targets that appear while the fault is on join it; only where all or a share of them are hit
 */
public record Selector(String kind, Arguments by, Mode mode, boolean includesNew) {
    /** Of those that are there when the plan is made. */
    public Selector(String kind, Arguments by, Mode mode) {
        this(kind, by, mode, false);
    }

    /** The same, and of those that appear later. */
    public Selector includingNew() {
        return new Selector(kind, by, mode, true);
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
