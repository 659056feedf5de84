package dev.shakeout.model;

/**
 * How targets are found and how many of them may be hit.
 *
 * @param kind host, process, …
 * @param by the criteria, typed by that kind's descriptor
 */
public record Selector(String kind, Arguments by, Mode mode) {
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
