package dev.shakeout.conformance.mutants;

import java.util.Optional;

/**
 * Which mutants are looked at. {@code -Dseed=} takes other ones, {@code -Dmutants=} more or fewer, {@code -Dmutant=INDEX}
 * only that one.
 *
 * @param to the first that is left out
 */
record Chosen(int from, int to) {
    static final long SEED = Long.getLong("seed", 4);

    private static final Optional<Integer> ONLY = Optional.ofNullable(Integer.getInteger("mutant"));

    /** As many as the command line says, or else so many. */
    static Chosen many(int standard) {
        return first(Integer.getInteger("mutants", standard));
    }

    static Chosen first(int count) {
        return ONLY.map(index -> new Chosen(index, index + 1)).orElse(new Chosen(0, count));
    }

    int count() {
        return to - from;
    }
}
