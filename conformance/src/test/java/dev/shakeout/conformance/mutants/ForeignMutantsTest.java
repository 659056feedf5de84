package dev.shakeout.conformance.mutants;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shakeout.conformance.Corpus;
import dev.shakeout.dialects.ExperimentReader;
import dev.shakeout.dialects.Inputs;
import dev.shakeout.dialects.TreeReader;
import dev.shakeout.dialects.foreign.Choices;
import dev.shakeout.dialects.foreign.Dialects;
import dev.shakeout.dialects.foreign.Foreign;
import dev.shakeout.dialects.foreign.Translated;
import dev.shakeout.engine.Catalog;
import dev.shakeout.model.InvalidInput;
import dev.shakeout.model.Vocabulary;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever is written into a manifest of another tool: it is either understood, or refused with a place and words for a
 * person. {@code -Dmutants=100000} looks at more of them.
 */
class ForeignMutantsTest {
    private static final Chosen CHOSEN = Chosen.many(10_000);

    private final Vocabulary vocabulary = Catalog.installed().vocabulary();

    static Stream<String> dialects() {
        return Dialects.ALL.stream().map(Foreign::name);
    }

    @ParameterizedTest
    @MethodSource("dialects")
    void everyManifestIsUnderstoodOrRefusedWithAPlaceAndWords(String dialect) throws InterruptedException {
        var mutants = Mutants.ofFolder(
                Corpus.home().resolve("../dialects/src/test/resources").resolve(dialect), ".yaml", Chosen.SEED);
        Map<String, Integer> ends = new ConcurrentHashMap<>();

        String told = new Inspection(mutants, mutant -> {
                    try {
                        read(mutant);
                        ends.merge("read", 1, Integer::sum);
                        return Optional.empty();
                    } catch (InvalidInput e) {
                        ends.merge("refused", 1, Integer::sum);
                        return Demands.unmet(e.problems(), mutant);
                    }
                })
                .of(CHOSEN);

        System.err.println("ForeignMutantsTest: " + dialect + ": " + told + ": " + new TreeMap<>(ends));
        assertThat(CHOSEN.count() == 1 || ends.size() == 2)
                .as("both ends are reached: " + ends)
                .isTrue();
    }

    private void read(Mutant mutant) {
        List<Translated> translated = Dialects.translate(
                TreeReader.readAll(mutant.file(), mutant.text(), TreeReader.Form.BY_NAME), Choices.DEFAULT);
        translated.forEach(each -> each.fidelity().refuse(mutant.index() % 2 == 0));
        translated.forEach(each -> ExperimentReader.read(each.document().orElseThrow(), Inputs.none(), vocabulary));
    }
}
