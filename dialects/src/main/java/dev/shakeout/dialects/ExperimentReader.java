package dev.shakeout.dialects;

import dev.shakeout.dialects.chaostoolkit.ChaosToolkit;
import dev.shakeout.dialects.foreign.Dialects;
import dev.shakeout.model.Experiment;
import dev.shakeout.model.InvalidInput;
import dev.shakeout.model.Problem;
import dev.shakeout.model.Vocabulary;
import java.util.List;
import java.util.stream.Collectors;

/** Reads an experiment in our own format. Files of other tools become such documents first, see {@link Dialects}. */
public final class ExperimentReader {
    private static final List<Dialect> DIALECTS = List.of(new ChaosToolkit());

    private ExperimentReader() {}

    /**
     * @param file its name, for the format (.json, .yaml, .yml) and for messages
     * @throws InvalidInput with every mistake found, in the order of the file
     */
    public static Experiment read(String file, String text, Inputs inputs, Vocabulary vocabulary) {
        return read(file, text, TreeReader.Form.BY_NAME, inputs, vocabulary);
    }

    public static Experiment read(
            String file, String text, TreeReader.Form form, Inputs inputs, Vocabulary vocabulary) {
        return read(TreeReader.read(file, text, form), inputs, vocabulary);
    }

    /** @throws InvalidInput with every mistake found */
    public static Experiment read(Tree document, Inputs inputs, Vocabulary vocabulary) {
        return DIALECTS.stream()
                .filter(dialect -> dialect.recognises(document))
                .findFirst()
                .orElseThrow(() -> unknown(document))
                .read(document, inputs, vocabulary);
    }

    private static InvalidInput unknown(Tree document) {
        String known = DIALECTS.stream().map(Dialect::name).collect(Collectors.joining(", ")) + ", " + Dialects.names();
        return new InvalidInput(
                Problem.at(document.position(), "this is not an experiment in a format that can be read: " + known));
    }
}
