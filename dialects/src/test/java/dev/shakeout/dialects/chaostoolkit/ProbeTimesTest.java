package dev.shakeout.dialects.chaostoolkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shakeout.dialects.ExperimentReader;
import dev.shakeout.dialects.Inputs;
import dev.shakeout.dialects.Mistakes;
import dev.shakeout.dialects.TestVocabulary;
import dev.shakeout.model.Activity;
import dev.shakeout.model.Phase;
import dev.shakeout.model.Reads;
import dev.shakeout.model.Retry;
import dev.shakeout.model.Rules;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When a probe is read, and how often it is tried. */
class ProbeTimesTest {
    @Test
    void a_probe_says_when_it_is_read_and_how_often_it_is_tried() {
        var probe = probe("phases: [during, after], during: {delay: 5s, interval: '${often}', for: 1m}, "
                + "retry: {attempts: 3, interval: 200ms}");

        assertThat(probe.reads())
                .isEqualTo(new Reads(
                        Set.of(Phase.DURING, Phase.AFTER),
                        new Reads.Pace(
                                Duration.ofSeconds(5),
                                Optional.of(Duration.ofMillis(250)),
                                Optional.of(Duration.ofMinutes(1)))));
        assertThat(probe.retry()).isEqualTo(new Retry.Attempts(3, Duration.ofMillis(200)));
    }

    @Test
    void one_that_says_nothing_is_read_once_when_the_strategy_says() {
        var probe = probe("background: false");

        assertThat(probe.reads()).isEqualTo(Reads.BY_STRATEGY);
        assertThat(probe.retry()).isEqualTo(Retry.NONE);
        assertThat(probe("retry: {attempts: 2}").retry()).isEqualTo(new Retry.Attempts(2, Duration.ofSeconds(1)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            phases: [befor]                              | phases: 'befor' is not one of before, during, after; did you mean 'before'?
            phases: []                                   | 'phases' names none; a probe that is never read proves nothing (one of before, during, after)
            phases: before                               | 'phases' must be a list; found text (before)
            phases: [before], during: {interval: 1s}     | 'during' says how a probe is read while the method runs; name during in its 'phases' too
            during: {}                                   | 'during' says how a probe is read while the method runs; name during in its 'phases' too
            phases: [during], during: {every: 1s}        | unknown key 'every' in 'during' (allowed: delay, interval, for)
            retry: 3                                     | 'retry' must be an object; found a number (3)
            retry: {interval: 1s}                        | 'attempts' is missing in 'retry'; it must be a whole number, from 1 to 10000
            retry: {attempts: 0}                         | attempts: 0 is out of range; must be a whole number, from 1 to 10000
            retry: {attempts: 2}, within: 1s             | 'retry' and 'within' exclude each other; 'retry' says how many readings there are, 'within' for how long they go on
            """)
    void mistakes_are_told_with_their_place(String keys, String told) {
        assertThat(Mistakes.in(() -> probe(keys)))
                .singleElement()
                .asString()
                .startsWith("7:")
                .endsWith(told);
    }

    @Test
    void phases_are_of_the_hypothesis_only() {
        assertThat(Mistakes.in(() -> read(
                        "title: t\ndescription: d\nmethod:\n"
                                + "  - {type: probe, name: p, phases: [before], provider: {type: http, url: u}}\n",
                        Rules.SHAKEOUT)))
                .containsExactly("4:28: 'phases' goes with a probe of the hypothesis only");
    }

    @Test
    void they_are_refused_by_the_rules_of_chaos_toolkit_which_has_one_strategy_for_all() {
        assertThat(Mistakes.in(() -> read(file("phases: [before]"), Rules.CHAOS_TOOLKIT)))
                .containsExactly(
                        "7:78: 'phases' is Shakeout's own: by the rules of Chaos Toolkit the strategy says when"
                                + " probes are read; leave it out, or leave out --compat");
    }

    private static String file(String keys) {
        return """
                title: t
                description: d
                configuration: {often: 250ms}
                steady-state-hypothesis:
                  title: h
                  probes:
                    - {type: probe, name: p, provider: {type: http, url: u}, tolerance: 200, KEYS}
                method: []
                """.replace("KEYS", keys);
    }

    private static Activity.Probe probe(String keys) {
        return read(file(keys), Rules.SHAKEOUT)
                .hypothesis()
                .orElseThrow()
                .probes()
                .getFirst();
    }

    private static dev.shakeout.model.Experiment read(String text, Rules rules) {
        return ExperimentReader.read("e.yaml", text, Inputs.none().by(rules), TestVocabulary.ALL);
    }
}
