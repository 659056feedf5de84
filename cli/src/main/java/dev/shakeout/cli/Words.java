package dev.shakeout.cli;

import dev.shakeout.model.InvalidInput;
import dev.shakeout.model.Nearest;
import dev.shakeout.model.Problem;
import java.util.List;

/** Options that take one of a few words. */
final class Words {
    private Words() {}

    static void check(String option, String word, List<String> allowed) {
        if (!allowed.contains(word)) {
            throw new InvalidInput(Problem.of(option + " " + word + ": must be one of " + String.join(", ", allowed)
                    + Nearest.suggestion(word, allowed)));
        }
    }
}
