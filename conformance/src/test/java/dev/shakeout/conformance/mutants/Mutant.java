package dev.shakeout.conformance.mutants;

import dev.shakeout.model.Rules;
import java.nio.charset.StandardCharsets;

/**
 * One experiment that most likely has something wrong in it.
 *
 * @param seed together with the index it says all there is to know: the same two give the same mutant
 * @param origin which experiment it was
 * @param file its name, which says what it is written in
 */
record Mutant(long seed, int index, String origin, String file, String text, Rules rules) {
    /** As a file can hold it: UTF-8 has no way to write half a character. */
    String onDisk() {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }

    /** How to see it again. */
    @Override
    public String toString() {
        return "mutant " + index + " of seed " + seed + " (from " + origin + ", as " + file + ", by "
                + (rules.ours() ? "our" : "Chaos Toolkit's") + " rules; again with -Dseed=" + seed + " -Dmutant="
                + index
                + ")";
    }
}
