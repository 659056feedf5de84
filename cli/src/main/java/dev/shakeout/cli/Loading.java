package dev.shakeout.cli;

import dev.shakeout.dialects.ExperimentReader;
import dev.shakeout.dialects.Inputs;
import dev.shakeout.dialects.TreeReader;
import dev.shakeout.dialects.chaostoolkit.ChaosToolkit;
import dev.shakeout.engine.Catalog;
import dev.shakeout.model.InvalidInput;
import dev.shakeout.model.Json;

/** An experiment whose text is there, and that is not understood yet. */
record Loading(Source source, Inputs inputs) {

    /**
     * Understands it.
     *
     * @throws InvalidInput with every mistake in it
     * @throws BadExperiment the same, by Chaos Toolkit's rules
     */
    Loaded read(Catalog catalog) {
        try {
            var experiment =
                    ExperimentReader.read(source.name(), source.text(), source.form(), inputs, catalog.vocabulary());
            return new Loaded(experiment, source, inputs.environment());
        } catch (InvalidInput e) {
            throw inputs.rules().ours() ? e : new BadExperiment(e);
        }
    }

    /** The document as it may be shown to anyone; null when it is no document at all. */
    Json shown() {
        try {
            Json document =
                    TreeReader.read(source.name(), source.text(), source.form()).json();
            return document instanceof Json.Obj object ? ChaosToolkit.withoutSecrets(object) : document;
        } catch (InvalidInput _) {
            return Json.Null.NULL;
        }
    }
}
