package dev.shakeout.dialects.chaostoolkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shakeout.dialects.ExperimentReader;
import dev.shakeout.dialects.Inputs;
import dev.shakeout.dialects.Mistakes;
import dev.shakeout.dialects.TestVocabulary;
import dev.shakeout.model.Activity;
import dev.shakeout.model.Json;
import dev.shakeout.model.Output;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What activities wait for, and what must hold for them. */
class CueReaderTest {
    private static final String EXPERIMENT = """
            title: t
            description: d
            configuration: {limit: 500}
            method:
              - {type: probe, name: health, provider: {type: http, url: u}, background: true}
              - {type: action, name: load, provider: {type: process, path: p}}
              - {type: probe, name: last, provider: {type: http, url: u}, CUE}
              - {type: probe, name: later, provider: {type: http, url: u}}
            """;

    private static List<Activity> method(String cue) {
        return ExperimentReader.read("x.yaml", EXPERIMENT.replace("CUE", cue), Inputs.none(), TestVocabulary.ALL)
                .method();
    }

    @Test
    void anActivityWaitsForThoseItNamesAndForThoseThatItsConditionAsksAbout() {
        var cue = method("after: [load], if: \"activities['health'].status < ${limit} && !activities.load.failed\"")
                .get(2)
                .cue();

        assertThat(cue.after()).containsExactly("load");
        assertThat(cue.asked()).containsExactly("health", "load");
        assertThat(cue.awaited()).containsExactly("load", "health");
        assertThat(cue.words())
                .isEqualTo("after 'load', if activities['health'].status < 500 && !activities.load.failed");
        var condition = cue.condition().orElseThrow();
        assertThat(condition.holds(reading(200))).isTrue();
        assertThat(condition.holds(reading(503))).isFalse();
    }

    private static Map<String, Json.Obj> reading(int status) {
        return Map.of("health", Json.object("status", status), "load", Json.object(Output.FAILED, false));
    }

    @Test
    void oneThatIsDoneAgainMayWaitToo() {
        var method = ExperimentReader.read(
                        "x.yaml",
                        EXPERIMENT.replace("CUE", "")
                                + "  - {ref: health, after: [later], if: \"activities.later.failed\"}\n",
                        Inputs.none(),
                        TestVocabulary.ALL)
                .method();

        assertThat(method.getLast().cue().awaited()).containsExactly("later");
        assertThat(method.getFirst().cue().isNone()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            after: [laod]                                | after: no activity of the method is named 'laod'; did you mean 'load'?
            after: [later]                               | after: 'later' comes later; an activity can wait only for those above it
            after: [last]                                | after: an activity cannot wait for itself
            if: "activities['laod'].failed"              | if: no activity is named 'laod'; did you mean 'load'?
            if: activities.later.failed                  | if: 'later' comes later; an activity can wait only for those above it
            if: activities.health.statsu == 0            | if: 'health' has no 'statsu'; did you mean 'status'?
            if: activities.health.status                 | if: it must be true or false
            if: 1 < 2                                    | if: it looks at no activity
            if: activities.load.met                      | if: 'load' has no tolerance that could be met
            if: probes.load.failed                       | if: 'probes' is not known; write activities['NAME'].FIELD
            if: activities.health.status ==              | if: it ends too early
            """)
    void mistakesAreToldAtTheirPlaces(String cue, String told) {
        assertThat(Mistakes.in("x.yaml", EXPERIMENT.replace("CUE", cue)))
                .singleElement()
                .satisfies(mistake -> assertThat(mistake).startsWith("7:").contains(told));
    }

    @Test
    void elsewhereNothingComesBefore() {
        assertThat(Mistakes.in("x.yaml", EXPERIMENT.replace("CUE", "") + """
                        rollbacks:
                          - {type: action, name: r, provider: {type: process, path: p}, after: [load]}
                          - {ref: load, if: activities.load.failed}
                        """))
                .containsExactly(
                        "10:65: 'after' goes with an activity of the method only",
                        "11:17: 'if' goes with an activity of the method only");
    }

    @Test
    void byTheRulesOfChaosToolkitEveryActivityIsCarriedOut() {
        var inputs = Inputs.none().by(dev.shakeout.model.Rules.CHAOS_TOOLKIT);
        assertThat(Mistakes.in(() -> ExperimentReader.read(
                        "x.yaml", EXPERIMENT.replace("CUE", "after: [load]"), inputs, TestVocabulary.ALL)))
                .singleElement()
                .satisfies(mistake -> assertThat(mistake).contains("'after' is not known to Chaos Toolkit"));
    }
}
