package dev.shakeout.dialects.chaostoolkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shakeout.dialects.ExperimentReader;
import dev.shakeout.dialects.Inputs;
import dev.shakeout.dialects.Mistakes;
import dev.shakeout.dialects.Problems;
import dev.shakeout.dialects.TestVocabulary;
import dev.shakeout.dialects.Tree;
import dev.shakeout.dialects.TreeReader;
import dev.shakeout.model.Activity;
import dev.shakeout.model.Experiment;
import dev.shakeout.model.Json;
import dev.shakeout.model.Mask;
import dev.shakeout.model.Rules;
import dev.shakeout.model.Tolerance;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What is read otherwise by Chaos Toolkit's rules than by ours. */
class TheirRulesTest {
    private static final String HEAD = "title: t\ndescription: d\n";
    private static final String PROBE = "{type: probe, name: look, provider: {type: http, url: 'http://x'}}";

    private static Experiment read(String text, Rules rules) {
        return ExperimentReader.read("x.yaml", HEAD + text, Inputs.none().by(rules), TestVocabulary.ALL);
    }

    private static List<String> mistakes(String text, Rules rules) {
        return Mistakes.in(() -> read(text, rules));
    }

    @Test
    void a_hypothesis_may_name_a_probe_of_the_method_and_brings_its_tolerance() {
        String text = "method: [" + PROBE + "]\nsteady-state-hypothesis:\n  title: h\n  probes: [{ref: %s%s}]\n";

        var probe = read(text.formatted("look", ", tolerance: 200"), Rules.CHAOS_TOOLKIT)
                .hypothesis()
                .orElseThrow()
                .probes()
                .getFirst();

        assertThat(probe.name()).isEqualTo("look");
        assertThat(probe.tolerance()).contains(new Tolerance.Exactly(new Json.Num(new BigDecimal(200))));
        assertThat(probe.written().source().members()).containsOnlyKeys("type", "name", "provider");
        assertThat(mistakes(text.formatted("look", ""), Rules.CHAOS_TOOLKIT))
                .singleElement()
                .asString()
                .startsWith("6:12: 'tolerance' is missing");
        assertThat(mistakes(text.formatted("glance", ", tolerance: 1"), Rules.CHAOS_TOOLKIT))
                .containsExactly("6:13: ref: no activity is named 'glance'");
        assertThat(mistakes(text.formatted("look", ", tolerance: 200"), Rules.SHAKEOUT))
                .containsExactly("6:13: 'ref' is allowed in the method and the rollbacks only; write the activity out");
    }

    @Test
    void a_pause_has_no_unit_there() {
        String text = "configuration: {long: 2}\nmethod:\n  - type: action\n    name: act\n"
                + "    provider: {type: process, path: 'true'}\n    pauses: {before: '${long}', after: %s}\n";

        assertThat(read(text.formatted("1.5"), Rules.CHAOS_TOOLKIT)
                        .method()
                        .getFirst()
                        .pauses())
                .isEqualTo(new Activity.Pauses(Duration.ofSeconds(2), Duration.ofMillis(1500)));
        assertThat(mistakes(text.formatted("3s"), Rules.SHAKEOUT)).isEmpty();
        assertThat(mistakes(text.formatted("soon"), Rules.CHAOS_TOOLKIT))
                .containsExactly(
                        "8:40: after: by the rules of Chaos Toolkit a pause is a number of seconds, or a variable"
                                + " as ${name}");
    }

    @Test
    void arguments_stay_as_they_are_where_there_is_nothing_to_fill_in() {
        assertThat(arguments(Map.of(), Rules.CHAOS_TOOLKIT)).isEqualTo(Json.of("$$"));
        assertThat(arguments(Map.of("x", Json.of(1)), Rules.CHAOS_TOOLKIT)).isEqualTo(Json.of("$"));
        assertThat(arguments(Map.of(), Rules.SHAKEOUT)).isEqualTo(Json.of("$"));
    }

    private static Json arguments(Map<String, Json> configuration, Rules rules) {
        var substitution =
                new Substitution(new Settings(configuration, Map.of(), Set.of()), new Problems(rules, new Mask()));
        Tree written = TreeReader.read("x.yaml", "{type: http, url: $$, arguments: $$}");
        var filled = (Json.Obj) FilledProvider.of(written, substitution, rules).json();
        assertThat(filled.get("url")).contains(Json.of("$"));
        return filled.get("arguments").orElseThrow();
    }

    @Test
    void a_function_that_judges_must_name_its_value_there() {
        String text =
                "method: []\nsteady-state-hypothesis:\n  title: h\n  probes:\n    - type: probe\n      name: look\n"
                        + "      provider: {type: http, url: 'http://x'}\n"
                        + "      tolerance: {type: probe, name: judge, provider: {type: python, module: m, func: f}}\n";

        assertThat(givenToTheJudge(text, Rules.SHAKEOUT)).containsExactly("value");
        assertThat(givenToTheJudge(text, Rules.CHAOS_TOOLKIT)).isEmpty();
    }

    private static Set<String> givenToTheJudge(String text, Rules rules) {
        var given = new TreeSet<String>();
        Inputs.Checks checks = call -> {
            call.arguments()
                    .find(TestVocabulary.NAMED_ARGUMENTS)
                    .ifPresent(named -> given.addAll(named.members().keySet()));
            return Optional.empty();
        };
        ExperimentReader.read("x.yaml", HEAD + text, Inputs.none().by(rules).withChecks(checks), TestVocabulary.ALL);
        return given;
    }
}
