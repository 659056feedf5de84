package dev.shakeout.dialects.litmus;

import dev.shakeout.dialects.Tree;
import dev.shakeout.dialects.foreign.Sheet;

/**
 * A probe of a fault.
 *
 * @param type in Litmus: httpProbe
 * @param provider and {@code tolerance} as our format has them
 * @param changes what it changes, if it does
 * @param written where it stands in the file
 */
record Check(
        String name,
        String type,
        Mode mode,
        Tree.Obj provider,
        Tree tolerance,
        Changes changes,
        RunProperties properties,
        Sheet written) {

    /** When a probe is read. */
    enum Mode {
        SOT("SOT"),
        EOT("EOT"),
        EDGE("Edge"),
        CONTINUOUS("Continuous"),
        ON_CHAOS("OnChaos");

        private final String word;

        Mode(String word) {
            this.word = word;
        }

        String word() {
            return word;
        }

        boolean before() {
            return this == SOT || this == EDGE;
        }

        boolean after() {
            return this == EOT || this == EDGE;
        }

        boolean during() {
            return this == CONTINUOUS || this == ON_CHAOS;
        }
    }

    /** Read again and again without stopping anything. */
    boolean watches() {
        return mode.during() && !properties.stops();
    }

    Check by(Tree.Obj other) {
        return new Check(name, type, mode, other, tolerance, changes, properties, written);
    }
}
