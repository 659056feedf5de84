package dev.shakeout.cli;

import dev.shakeout.dialects.ExperimentReader;
import dev.shakeout.dialects.Inputs;
import dev.shakeout.dialects.TreeReader;
import dev.shakeout.dialects.chaostoolkit.ChaosToolkit;
import dev.shakeout.engine.Catalog;
import dev.shakeout.engine.Machine;
import dev.shakeout.model.InvalidInput;
import dev.shakeout.model.Json;
import java.util.Optional;

/**
 * An experiment whose text is there, and that is not understood yet.
 *
 * @param python which one its functions belong to, where that was said
 */
record Loading(Source source, Inputs inputs, Optional<String> python) {

    /**
     * Understands it.
     *
     * @throws InvalidInput with every mistake in it
     * @throws BadExperiment the same, by Chaos Toolkit's rules
     */
    Loaded read(Catalog catalog, Look look) {
        Machine machine = Loaded.machine(inputs.environment());
        try {
            PythonOption.expect(python, source.text(), machine);
            Inputs beyond = look.beyond(inputs, catalog, machine);
            var experiment =
                    ExperimentReader.read(source.name(), source.text(), source.form(), beyond, catalog.vocabulary());
            return new Loaded(experiment, source, inputs.environment(), machine);
        } catch (InvalidInput e) {
            machine.shared().close();
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
