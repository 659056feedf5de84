package dev.shakeout.dialects;

import dev.shakeout.model.Experiment;
import dev.shakeout.model.InvalidInput;
import dev.shakeout.model.Vocabulary;

/** A format that experiments are written in. To add one: implement this, and name it in {@link ExperimentReader}. */
public interface Dialect {
    String name();

    /** Whether the document is written in this format, well or badly. */
    boolean recognises(Tree document);

    /** @throws InvalidInput with every mistake found */
    Experiment read(Tree document, Inputs inputs, Vocabulary vocabulary);
}
