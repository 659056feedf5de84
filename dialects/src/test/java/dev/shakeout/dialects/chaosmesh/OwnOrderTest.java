package dev.shakeout.dialects.chaosmesh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shakeout.dialects.Inputs;
import dev.shakeout.dialects.TestVocabulary;
import dev.shakeout.dialects.TreeReader;
import dev.shakeout.dialects.chaostoolkit.ChaosToolkit;
import dev.shakeout.dialects.foreign.FieldFidelity;
import dev.shakeout.dialects.foreign.Written;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What waits for others becomes an order of templates, or is refused at its place. */
class OwnOrderTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "a; b; c, after: [a]; d, after: [a, b]                  | after, after",
                "a, pauses: {after: 5s}; b, after: [a]                  |",
                "a; b, after: [a], if: 'activities[\"a\"].skipped == false' | if",
                "a; b, if: 'true'                                       | if",
                "t; b, if: 'activities[\"t\"].reason == \"Error\"'      | if",
                "t; b, if: 'activities[\"t\"].exitCode == 0'            |",
                "t; b, if: 'activities[\"t\"].exitCode == 0'; c, after: [b] |",
                "t; b, if: 'activities[\"t\"].exitCode == 0'; c, after: [t] |",
                "a; b; c, after: [b, a]; d, after: [c]                  |",
                "a; b; c, after: [b]; d, after: [a]                     |",
                "t, background: false; a                                |",
                "a, background: false; t; b, after: [a]                 |"
            })
    void isWrittenOrRefused(String activities, String refused) {
        Written written = written(activities);

        assertThat(written.fidelity().notSupported())
                .extracting(FieldFidelity::path)
                .containsExactlyElementsOf(refused == null ? List.of() : List.of(refused.split(", ", -1)));
        assertThat(written.objects().isEmpty()).isEqualTo(refused != null);
    }

    @Test
    void whatWaitsForOneOfSeveralGoesInTurnWithIt() {
        String object = written("a; b; c, after: [b]").objects().getFirst().toString();

        assertThat(object).contains("Serial", "Parallel").doesNotContain("Task");
    }

    /** Activities of one letter: t is a container, all others are faults. */
    private static Written written(String activities) {
        var text = new StringBuilder("title: in order\nmethod:\n");
        for (String each : activities.split("; ", -1)) {
            char name = each.charAt(0);
            String provider = name == 't'
                    ? "{type: pod-run, namespace: shop, container: {image: busybox}, timeout: 1m}"
                    : "{type: fault, fault: pod/fail, duration: 10s,"
                            + " target: {kind: pod, namespace: shop, name: web-" + name + ", mode: all}}";
            text.append("- {type: action, name: ")
                    .append(name)
                    .append(", provider: ")
                    .append(provider);
            text.append(each.contains("background") ? "" : ", background: true")
                    .append(each.substring(1))
                    .append("}\n");
        }
        return new ChaosMeshWriter()
                .written(ChaosToolkit.filled(
                        TreeReader.read("ours.yaml", text.toString(), TreeReader.Form.YAML),
                        Inputs.none(),
                        TestVocabulary.ALL));
    }
}
