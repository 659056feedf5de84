package dev.shakeout.dialects.litmus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shakeout.dialects.Inputs;
import dev.shakeout.dialects.TestVocabulary;
import dev.shakeout.dialects.TreeReader;
import dev.shakeout.dialects.chaostoolkit.ChaosToolkit;
import dev.shakeout.dialects.foreign.FieldFidelity;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Litmus has no draw, which is told wherever there is something to draw. */
class DrawnTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "labels: {app: web}, mode: one              | approximated",
                "labels: {app: web}                         | approximated",
                "labels: {app: web}, mode: percent, value: 25% | approximated",
                "labels: {app: web}, mode: all              | kept",
                "name: web-0, mode: one                     | kept"
            })
    void whatBecomesOfADrawIsTold(String target, String word) {
        String text =
                "title: together\nmethod:\n" + action("network/loss, arguments: {loss: 6%, direction: out}", target)
                        + action("cpu/load, arguments: {cores: 1}", target);

        List<FieldFidelity> draws = new LitmusWriter()
                        .written(ChaosToolkit.filled(
                                TreeReader.read("ours.yaml", text, TreeReader.Form.YAML),
                                Inputs.none(),
                                TestVocabulary.ALL))
                        .fidelity()
                        .fields()
                        .stream()
                        .filter(field -> field.path().equals("target.draw"))
                        .toList();

        assertThat(draws).hasSize(2).allMatch(field -> field.fidelity().word().equals(word));
    }

    private static String action(String fault, String target) {
        return "- type: action\n  name: " + fault.substring(0, 8) + "\n  provider: {type: fault, duration: 20s,"
                + " target: {kind: pod, namespace: shop, draw: same, " + target + "}, fault: " + fault + "}\n";
    }
}
