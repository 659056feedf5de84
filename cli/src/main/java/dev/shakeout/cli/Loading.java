package dev.shakeout.cli;

import dev.shakeout.dialects.ExperimentReader;
import dev.shakeout.dialects.Inputs;
import dev.shakeout.dialects.Tree;
import dev.shakeout.dialects.TreeReader;
import dev.shakeout.dialects.chaostoolkit.ChaosToolkit;
import dev.shakeout.engine.Catalog;
import dev.shakeout.engine.Machine;
import dev.shakeout.model.InvalidInput;
import dev.shakeout.model.Json;

/**
 * An experiment whose text is there, and that is not understood yet.
 *
 * @param named what the command calls it
 * @param machine on which it will be run; who reads the experiment has it closed
 * @param controls may change the document before it is understood
 */
record Loading(String named, Source source, Inputs inputs, Machine machine, LoadingControls controls) {

    /**
     * Understands it.
     *
     * @throws InvalidInput with every mistake in it
     * @throws BadExperiment the same, by Chaos Toolkit's rules
     */
    Loaded read(Catalog catalog, Look look) {
        try {
            PythonOption.expect(source.text(), machine);
            Tree document = controls.after(named, TreeReader.read(source.name(), source.text(), source.form()));
            var experiment =
                    ExperimentReader.read(document, look.beyond(inputs, catalog, machine), catalog.vocabulary());
            return new Loaded(experiment, source, inputs, machine, controls.everywhere());
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
            return document instanceof Json.Obj object
                    ? inputs.mask().hide(ChaosToolkit.withoutSecrets(object))
                    : document;
        } catch (InvalidInput _) {
            return Json.Null.NULL;
        }
    }
}
