package dev.shakeout.dialects.chaostoolkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shakeout.dialects.ExperimentReader;
import dev.shakeout.dialects.Inputs;
import dev.shakeout.dialects.Mistakes;
import dev.shakeout.dialects.TestVocabulary;
import dev.shakeout.model.Activity;
import dev.shakeout.model.Guard;
import dev.shakeout.model.Guard.Condition;
import dev.shakeout.model.Json;
import dev.shakeout.model.Safety;
import dev.shakeout.model.Tolerance;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class HaltConditionsTest {
    /** Ends in line 11, so that what is appended begins in line 12. */
    private static final String EXPERIMENT = """
            title: t
            description: d
            configuration: {limit: 400}
            steady-state-hypothesis:
              title: h
              probes:
                - {type: probe, name: orders, tolerance: {type: slo, p95: 1s}, provider: {type: load, url: u, rate: 50/s}}
                - {type: probe, name: health, tolerance: 200, provider: {type: http, url: u}}
            method: []
            safety:
              halt-when:
            """;

    @Test
    void a_probe_has_a_tolerance_and_a_pace() {
        var guard = guard(
                "{name: g, probe: health, tolerance: 204, delay: 5s, interval: 100ms, timeout: 700ms, failures: 3, unreadable: ignore}");

        assertThat(((Condition.Missed) guard.condition()).tolerance()).isEqualTo(new Tolerance.Exactly(Json.of(204)));
        assertThat(guard.pace())
                .isEqualTo(new Guard.Pace(
                        Duration.ofSeconds(5), Duration.ofMillis(100), Duration.ofMillis(700), Optional.empty()));
        assertThat(guard.failures()).isEqualTo(3);
        assertThat(guard.unreadable()).isEqualTo(Guard.Unreadable.IGNORE);
    }

    @Test
    void unless_told_otherwise_it_takes_the_probes_own_tolerance_once_a_second_and_blindness_is_a_breach() {
        var guard = guard("{name: g, probe: health}");

        assertThat(((Condition.Missed) guard.condition()).tolerance()).isEqualTo(new Tolerance.Exactly(Json.of(200)));
        assertThat(guard.pace())
                .isEqualTo(new Guard.Pace(
                        Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofSeconds(2), Optional.empty()));
        assertThat(guard.failures()).isEqualTo(1);
        assertThat(guard.unreadable()).isEqualTo(Guard.Unreadable.BREACH);
    }

    @Test
    void a_reading_may_take_as_long_as_a_long_interval() {
        assertThat(guard("{name: g, probe: health, interval: 30s}").pace().timeout())
                .isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void a_probe_may_be_written_out_where_it_is_watched() {
        var guard = guard("{name: port, probe: {provider: {type: tcp, host: h, port: 5432}}, tolerance: true}");

        assertThat(guard.condition().probes()).singleElement().satisfies(probe -> {
            assertThat(probe.name()).isEqualTo("port");
            assertThat(probe.provider()).extracting("kind").isEqualTo("tcp");
        });
    }

    @Test
    void an_expression_reads_the_probes_that_it_names_also_those_that_only_guards_know() {
        Safety safety = safety("""
                    - {name: slow and failing, when: "probes['orders'].p95 > ${limit} && probes['queue'].status != 0", failures: 2}
                  probes:
                    - {name: queue, provider: {type: http, url: q}}
                """);

        var guard = safety.haltWhen().getFirst();
        assertThat(guard.condition().probes()).extracting(Activity::name).containsExactly("orders", "queue");
        assertThat(((Condition.Holds) guard.condition()).expression().text())
                .isEqualTo("probes['orders'].p95 > 400 && probes['queue'].status != 0");
    }

    @Test
    void a_probe_without_a_tolerance_cannot_be_asked_whether_it_is_met() {
        assertThat(Mistakes.in("x.yaml", EXPERIMENT + """
                    - {name: g, when: "!probes['queue'].met"}
                  probes:
                    - {name: queue, provider: {type: http, url: q}}
                """))
                .containsExactly("12:23: when: 'queue' has no tolerance that could be met; give it one, or compare its"
                        + " fields");
    }

    static Stream<Arguments> mistakes() {
        return Stream.of(
                mistake("{name: g, probe: health, interval: 49ms}", "12:42: interval: 49 ms is out of range"),
                mistake("{name: g, probe: health, failures: 0}", "12:42: failures: 0 is out of range"),
                mistake("{name: g, probe: health, timeout: 0s}", "12:41: timeout: 0 ms is out of range"),
                mistake("{name: g, probe: health, delay: -1s}", "12:39: delay: '-1s' is not a duration"),
                mistake(
                        "{name: g, probe: health, unreadable: ignored}",
                        "12:44: unreadable: 'ignored' is not one of breach, ignore; did you mean 'ignore'?"),
                mistake(
                        "{name: g, probe: health, failure: 3}",
                        "12:32: unknown key 'failure' in a halt condition; did you mean 'failures'?"),
                mistake(
                        "{name: g}",
                        "12:7: a halt condition needs either 'probe' with 'tolerance', or 'when' with an expression"),
                mistake(
                        "{name: g, probe: health, when: probes.health.failed}",
                        "12:32: 'probe' and 'when' exclude each other in a halt condition"),
                mistake(
                        "{name: g, when: probes.health.failed, tolerance: 200}",
                        "12:45: 'tolerance' goes with 'probe'; write the limit into 'when'"),
                mistake("{name: g, when: 7}", "12:23: when: found a number (7) where text belongs"),
                mistake("{name: g, when: ''}", "12:23: when: the text is empty"),
                mistake(
                        "{name: g, probe: {provider: {type: tcp, host: h, port: 1}}}",
                        "12:7: 'tolerance' is missing in a halt condition"),
                mistake(
                        "{name: g, probe: {type: action, provider: {type: http, url: u}}, tolerance: 1}",
                        "12:25: a halt condition watches probes only, and this is an action"),
                mistake(
                        "{name: g, probe: {name: health, provider: {type: http, url: u}}, tolerance: 1}",
                        "12:31: the name 'health' is taken by the activity at x.yaml:8:27"),
                mistake(
                        "{name: g, probe: {provider: {type: htp, url: u}}, tolerance: 1}",
                        "12:42: type: there is no provider type 'htp'; did you mean 'http'?"),
                mistake(
                        "{name: g, when: \"probes['helth'].status != 200\"}",
                        "12:23: when: no probe is named 'helth'; did you mean 'health'? (there is: orders, health)"),
                mistake(
                        "{name: g, when: \"probes['health'].p95 > 1\"}",
                        "12:23: when: 'health' has no 'p95' (it has: status, body, failed,"),
                mistake("{name: g, when: \"probes['health'].status >\"}", "12:23: when: it ends too early"),
                mistake(
                        "{name: g, when: \"probes['health'].status > 'a'\"}",
                        "12:23: when: '>' does not go with int, string (at character 25: `> 'a'`)"));
    }

    private static Arguments mistake(String guard, String told) {
        return Arguments.of(guard, told);
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void a_mistake_is_told_with_its_place(String guard, String told) {
        assertThat(Mistakes.in("x.yaml", EXPERIMENT + "    - " + guard + "\n"))
                .singleElement()
                .asString()
                .startsWith(told);
    }

    private static Guard guard(String text) {
        List<Guard> guards = safety("    - " + text + "\n").haltWhen();
        assertThat(guards).hasSize(1);
        return guards.getFirst();
    }

    private static Safety safety(String text) {
        return ExperimentReader.read("x.yaml", EXPERIMENT + text, Inputs.none(), TestVocabulary.ALL)
                .safety();
    }
}
