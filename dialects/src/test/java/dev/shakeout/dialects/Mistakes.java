package dev.shakeout.dialects;

import dev.shakeout.model.InvalidInput;
import dev.shakeout.model.Problem;
import java.util.List;

/** What is wrong with a text, as "line:column: message". */
public final class Mistakes {
    private Mistakes() {}

    public static List<String> in(String file, String text) {
        return in(() -> ExperimentReader.read(file, text, Inputs.none(), TestVocabulary.ALL));
    }

    public static List<String> in(Runnable reading) {
        try {
            reading.run();
            return List.of();
        } catch (InvalidInput e) {
            return e.problems().stream().map(Mistakes::line).toList();
        }
    }

    private static String line(Problem problem) {
        return problem.position().map(p -> p.line() + ":" + p.column() + ": ").orElse("") + problem.message();
    }
}
