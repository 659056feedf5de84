package dev.shakeout.dialects.chaostoolkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shakeout.dialects.ExperimentReader;
import dev.shakeout.dialects.Inputs;
import dev.shakeout.dialects.Problems;
import dev.shakeout.dialects.TestVocabulary;
import dev.shakeout.dialects.TreeReader;
import dev.shakeout.model.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SubstitutionTest {
    private static final Settings SETTINGS = settings();

    private static Settings settings() {
        var secrets = new LinkedHashMap<String, Map<String, Json>>();
        secrets.put("first", Map.of("token", Json.of("one"), "port", Json.of("never seen")));
        secrets.put("second", Map.of("token", Json.of("two"), "other", Json.of("$port")));
        return new Settings(
                Map.of(
                        "port",
                        Json.of(80),
                        "on",
                        Json.of(true),
                        "_x1",
                        Json.of("x"),
                        "list",
                        Json.of(List.of(Json.of(1), Json.of(2)))),
                secrets,
                Set.of());
    }

    @ParameterizedTest
    @MethodSource("rules")
    void placeholders_are_filled_by_chaos_toolkits_rules(String text, Json expected) {
        var substitution = new Substitution(SETTINGS, new Problems());

        assertThat(substitution
                        .fill(TreeReader.read(
                                "x.json", "[" + Json.of(List.of(Json.of(text))).text() + "]"))
                        .json())
                .isEqualTo(Json.of(List.of(Json.of(List.of(expected)))));
    }

    static Stream<Arguments> rules() {
        return Stream.of(
                Arguments.of("${port}", Json.of(80)),
                Arguments.of("$port", Json.of("80")),
                Arguments.of(" ${port}", Json.of(" 80")),
                Arguments.of("a${port}b$port", Json.of("a80b80")),
                Arguments.of("${on}", Json.of(true)),
                Arguments.of("${on}!", Json.of("True!")),
                Arguments.of("${list}", Json.of(List.of(Json.of(1), Json.of(2)))),
                Arguments.of("x${list}", Json.of("x[1, 2]")),
                Arguments.of("${token}", Json.of("one")),
                Arguments.of("${other}", Json.of("$port")),
                Arguments.of("$_x1.y", Json.of("x.y")),
                Arguments.of("${_x1}", Json.of("x")),
                Arguments.of("${missing}", Json.of("${missing}")),
                Arguments.of("$missing ${missing} $port", Json.of("$missing ${missing} 80")),
                Arguments.of("$$port ${port}$$", Json.of("$port 80$")),
                Arguments.of("$${port}", Json.of("${port}")),
                Arguments.of("${a.b} ${} $ $1 ${port", Json.of("${a.b} ${} $ $1 ${port")),
                Arguments.of("", Json.of("")));
    }

    @Test
    void values_are_filled_at_any_depth_and_keys_never() {
        var filled = new Substitution(SETTINGS, new Problems())
                .fill(TreeReader.read("x.yaml", "{'${port}': ['${port}', {a: '${port}'}], b: 1}"));

        assertThat(filled.json())
                .isEqualTo(Json.object("${port}", Json.of(List.of(Json.of(80), Json.object("a", 80))), "b", 1));
    }

    @Test
    void titles_are_filled_with_configuration_and_never_with_secrets() {
        var experiment = ExperimentReader.read("x.yaml", """
                title: "${what} with ${token}"
                description: "$what"
                configuration: {what: a drill}
                secrets: {g: {token: hunter2}}
                steady-state-hypothesis: {title: "$what holds", probes: []}
                method: []
                """, Inputs.none(), TestVocabulary.ALL);

        assertThat(experiment.title()).isEqualTo("a drill with ${token}");
        assertThat(experiment.hypothesis().orElseThrow().title()).isEqualTo("a drill holds");
    }
}
