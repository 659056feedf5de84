package dev.shakeout.cli;

import dev.shakeout.dialects.Batch;
import dev.shakeout.dialects.ExperimentReader;
import dev.shakeout.dialects.Inputs;
import dev.shakeout.dialects.Tree;
import dev.shakeout.dialects.TreeReader;
import dev.shakeout.dialects.chaostoolkit.ChaosToolkit;
import dev.shakeout.dialects.foreign.Dialects;
import dev.shakeout.dialects.foreign.FidelityReport;
import dev.shakeout.dialects.foreign.Translated;
import dev.shakeout.engine.Catalog;
import dev.shakeout.engine.Machine;
import dev.shakeout.model.InvalidInput;
import dev.shakeout.model.Json;
import dev.shakeout.model.Vocabulary;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Experiments whose text is there, and that are not understood yet.
 *
 * @param named what the command calls it
 * @param sources the file that is named, or those of the folder; at least one
 * @param machine on which they will be run; who reads them has it closed
 * @param controls may change a document before it is understood
 * @param foreign what was decided of files of other tools
 */
record Loading(
        String named,
        List<Source> sources,
        Inputs inputs,
        Machine machine,
        LoadingControls controls,
        ForeignArguments foreign) {

    /**
     * Understands them.
     *
     * @throws InvalidInput with every mistake in them, and all that is not supported
     * @throws BadExperiment the same, by Chaos Toolkit's rules
     */
    Loaded read(Catalog catalog, Look look) {
        return closing(() -> understood(translated(), catalog, look));
    }

    /**
     * What the documents say in our own format.
     *
     * @throws InvalidInput with every mistake in them
     */
    List<Translated> translate() {
        return closing(this::translated);
    }

    /** The second half of {@link #read}, for who has looked at what lies between. */
    Loaded understand(List<Translated> translated, Catalog catalog, Look look) {
        return closing(() -> understood(translated, catalog, look));
    }

    private interface Work<T> {
        T done();
    }

    private <T> T closing(Work<T> work) {
        try {
            return work.done();
        } catch (InvalidInput e) {
            machine.shared().close();
            throw inputs.rules().ours() ? e : new BadExperiment(e);
        }
    }

    private List<Translated> translated() {
        sources.forEach(source -> PythonOption.expect(source.text(), machine));
        if (!inputs.rules().ours()) {
            Tree document = TreeReader.read(first().name(), first().text(), first().form());
            return List.of(new Translated("", document.position(), Optional.of(document), FidelityReport.EMPTY));
        }
        List<List<Tree>> documents = Batch.of(sources, Source::documents);
        return Dialects.translate(documents.stream().flatMap(List::stream).toList(), foreign.choices());
    }

    private Loaded understood(List<Translated> translated, Catalog catalog, Look look) {
        FidelityReport.of(translated.stream().map(Translated::fidelity)).refuse(foreign.strict());
        Inputs beyond = look.beyond(inputs, catalog, machine);
        Vocabulary vocabulary = catalog.vocabulary();
        Map<String, Source> byName =
                sources.stream().collect(Collectors.toMap(Source::name, each -> each, (a, _) -> a));
        List<Loaded.Entry> entries = Batch.of(translated, each -> {
            Tree document = controls.after(named, each.document().orElseThrow());
            return new Loaded.Entry(
                    ExperimentReader.read(document, beyond, vocabulary),
                    byName.getOrDefault(each.position().file(), first()),
                    each);
        });
        return new Loaded(entries, inputs, machine, controls.everywhere());
    }

    private Source first() {
        return sources.getFirst();
    }

    /** The document as it may be shown to anyone, the first of several; null when it is no document at all. */
    Json shown() {
        try {
            Json document = first().documents().getFirst().json();
            return document instanceof Json.Obj object
                    ? inputs.mask().hide(ChaosToolkit.withoutSecrets(object))
                    : document;
        } catch (InvalidInput _) {
            return Json.Null.NULL;
        }
    }
}
