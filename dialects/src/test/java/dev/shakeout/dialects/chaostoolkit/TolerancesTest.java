package dev.shakeout.dialects.chaostoolkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shakeout.dialects.Inputs;
import dev.shakeout.dialects.Problems;
import dev.shakeout.dialects.Tree;
import dev.shakeout.dialects.TreeReader;
import dev.shakeout.model.Json;
import dev.shakeout.model.Percent;
import dev.shakeout.model.Rules;
import dev.shakeout.model.Tolerance;
import dev.shakeout.model.Vocabulary;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TolerancesTest {
    private static final Settings SETTINGS = new Settings(
            Map.of(
                    "word", Json.of("ok"),
                    "limit", Json.of(201),
                    "slow", Json.of("1s"),
                    "all", Json.object("type", "slo", "max", "2s")),
            Map.of(),
            Set.of());

    private static Tolerance read(String yaml) {
        var problems = new Problems();
        var written = (Tree.Obj) TreeReader.read("x.yaml", "t: " + yaml);
        var tolerance = new Tolerances(
                        Rules.SHAKEOUT,
                        new Substitution(SETTINGS, problems),
                        new Providers(new Vocabulary(Map.of(), Map.of(), Map.of()), SETTINGS, Inputs.Checks.NONE),
                        problems)
                .read(written.get("t").orElseThrow().value());
        problems.throwIfAny();
        return tolerance.orElseThrow();
    }

    @ParameterizedTest
    @MethodSource("forms")
    void every_form_is_read(String yaml, Tolerance expected) {
        assertThat(read(yaml)).isEqualTo(expected);
    }

    static Stream<Arguments> forms() {
        Optional<String> none = Optional.empty();
        return Stream.of(
                Arguments.of("true", new Tolerance.Exactly(Json.of(true))),
                Arguments.of("200", new Tolerance.Exactly(Json.of(200))),
                Arguments.of("OK", new Tolerance.Exactly(Json.of("OK"))),
                Arguments.of("'${limit}'", new Tolerance.Exactly(Json.of(201))),
                Arguments.of("'is ${word}'", new Tolerance.Exactly(Json.of("is ok"))),
                Arguments.of("[200, 299]", new Tolerance.Between(Json.of(200), Json.of(299))),
                Arguments.of("['${limit}']", new Tolerance.AnyOf(List.of(Json.of("${limit}")))),
                Arguments.of(
                        "{type: jsonpath, path: ' $.${word} ', count: 2, target: body}",
                        new Tolerance.JsonPath("$.ok", Optional.of("body"), Optional.of(2), Optional.empty())),
                Arguments.of(
                        "{type: jsonpath, path: $.a, expect: ['${limit}', x]}",
                        new Tolerance.JsonPath(
                                "$.a",
                                none,
                                Optional.empty(),
                                Optional.of(Json.of(List.of(Json.of(201), Json.of("x")))))),
                Arguments.of(
                        "{type: jsonpath, path: $.a, expect: null}",
                        new Tolerance.JsonPath("$.a", none, Optional.empty(), Optional.of(Json.Null.NULL))),
                Arguments.of(
                        "{type: range, range: [0.5, 2], target: stdout}",
                        new Tolerance.Range(new BigDecimal("0.5"), BigDecimal.TWO, Optional.of("stdout"))),
                Arguments.of(
                        "{type: slo, p95: 200ms, p99.9: '${slow}', max: 2s}",
                        new Tolerance.Slo(
                                Map.of(
                                        95.0, Duration.ofMillis(200),
                                        99.9, Duration.ofSeconds(1),
                                        100.0, Duration.ofSeconds(2)),
                                Optional.empty(),
                                100,
                                Optional.empty())),
                Arguments.of(
                        "{type: slo, error-rate: 1%, min-samples: 20, during: {error-rate: 5%, p50: 1s}}",
                        new Tolerance.Slo(
                                Map.of(),
                                Optional.of(new Percent(1)),
                                20,
                                Optional.of(new Tolerance.Slo(
                                        Map.of(50.0, Duration.ofSeconds(1)),
                                        Optional.of(new Percent(5)),
                                        20,
                                        Optional.empty())))),
                Arguments.of(
                        "'${all}'",
                        new Tolerance.Slo(
                                Map.of(100.0, Duration.ofSeconds(2)), Optional.empty(), 100, Optional.empty())));
    }

    @Test
    void a_regular_expression_is_filled_and_compiled() {
        var regex = (Tolerance.Regex) read("{type: regex, pattern: '^${word}$', target: body}");

        assertThat(regex.pattern().pattern()).isEqualTo("^ok$");
        assertThat(regex.target()).contains("body");
    }
}
