package dev.shakeout.dialects.chaostoolkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shakeout.dialects.Fields;
import dev.shakeout.dialects.Inputs;
import dev.shakeout.dialects.Mistakes;
import dev.shakeout.dialects.Problems;
import dev.shakeout.dialects.TreeReader;
import dev.shakeout.model.Json;
import dev.shakeout.model.Vocabulary;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SettingsTest {
    private static Settings read(String text, Inputs inputs) {
        var problems = new Problems();
        var fields = Fields.of(TreeReader.read("x.yaml", text), "x", problems).orElseThrow();
        var settings = Settings.read(fields, inputs, new Vocabulary(Map.of(), Map.of(), Map.of()), problems);
        problems.throwIfAny();
        return settings;
    }

    @ParameterizedTest
    @MethodSource("types")
    void a_value_from_the_environment_has_the_type_asked_for(String type, String value, Json expected) {
        String text =
                "configuration: {a: {type: env, key: A%s}}".formatted(type.isEmpty() ? "" : ", env_var_type: " + type);

        assertThat(read(text, Inputs.of(Map.of("A", value))).configuration()).isEqualTo(Map.of("a", expected));
    }

    static Stream<Arguments> types() {
        return Stream.of(
                Arguments.of("", "12", Json.of("12")),
                Arguments.of("str", "12", Json.of("12")),
                Arguments.of("int", " 12 ", Json.of(12)),
                Arguments.of("integer", "-1", Json.of(-1)),
                Arguments.of("float", "1.5", new Json.Num(new BigDecimal("1.5"))),
                Arguments.of("number", "1e1", new Json.Num(new BigDecimal("10.0"))),
                Arguments.of("bytes", "ab", Json.of("ab")),
                Arguments.of("bool", "No", Json.of(false)),
                Arguments.of("bool", "0", Json.of(false)),
                Arguments.of("bool", "FALSE", Json.of(false)),
                Arguments.of("bool", "anything else", Json.of(true)),
                Arguments.of("json", "{\"b\": [1]}", Json.object("b", Json.of(List.of(Json.of(1))))),
                Arguments.of("json", "", Json.of("")));
    }

    @Test
    void a_value_that_does_not_fit_its_type_is_refused_without_being_shown() {
        String text = "configuration: {a: {type: env, key: A, env_var_type: float}}";

        assertThat(Mistakes.in(() -> read(text, Inputs.of(Map.of("A", "NaN")))))
                .containsExactly("1:40: the environment variable 'A' does not fit its env_var_type: the value is not a"
                        + " finite number");
    }

    @Test
    void defaults_stand_in_and_other_objects_pass_through() {
        var settings = read("""
                configuration:
                  a: {type: env, key: A, default: 5}
                  b: {type: env, key: A, default: "5", env_var_type: int}
                  c: {type: blue, x: 1}
                  d: [1]
                secrets:
                  g: {s: {type: env, key: S}, t: plain}
                """, Inputs.of(Map.of("S", "from outside")));

        assertThat(settings.configuration())
                .isEqualTo(Map.of(
                        "a",
                        Json.of(5),
                        "b",
                        Json.of(5),
                        "c",
                        Json.object("type", "blue", "x", 1),
                        "d",
                        Json.of(List.of(Json.of(1)))));
        assertThat(settings.secrets())
                .isEqualTo(Map.of("g", Map.of("s", Json.of("from outside"), "t", Json.of("plain"))));
    }

    @Test
    void a_default_can_be_null_and_a_secret_can_stand_in_no_group() {
        var settings = read(
                "configuration: {a: {type: env, key: A, default: null}}\nsecrets: {key: {type: env, key: S}}",
                Inputs.of(Map.of("S", "from outside")));

        assertThat(settings.configuration()).isEqualTo(Map.of("a", Json.Null.NULL));
        assertThat(settings.secrets()).isEqualTo(Map.of("key", Map.of("key", Json.of("from outside"))));
        assertThat(Mistakes.in(() -> read("secrets: {key: {type: env, key: S}}", Inputs.none())))
                .containsExactly("1:28: the environment variable 'S' is not set; set it");
    }

    @Test
    void the_command_line_wins_over_files_of_variables_and_these_over_the_experiment() {
        var inputs = VarFile.add(
                Inputs.of(Map.of("TOKEN", "t0ken")),
                "vars.yaml",
                "configuration: {a: 2, b: 2}\nsecrets: {g: {t: {type: env, key: TOKEN}}}\n");
        inputs = VarFlag.add(inputs, "a:int=3");
        inputs = VarFlag.add(inputs, "new=x=y");
        inputs = VarFlag.add(inputs, "missing=given");

        var settings = read(
                "configuration: {a: 1, b: 1, c: 1, missing: {type: env, key: NOT_SET}}\nsecrets: {g: {u: 1}}", inputs);

        assertThat(settings.configuration())
                .isEqualTo(Map.of(
                        "a", Json.of(3),
                        "b", Json.of(2),
                        "c", Json.of(1),
                        "new", Json.of("x=y"),
                        "missing", Json.of("given")));
        assertThat(settings.secrets()).isEqualTo(Map.of("g", Map.of("t", Json.of("t0ken"))));
    }

    @Test
    void a_file_of_another_name_gives_environment_variables() {
        var inputs = VarFile.add(Inputs.of(Map.of("A", "1")), ".env", "# note\n\nA=2\n B=x=y \n");

        assertThat(inputs.environment()).isEqualTo(Map.of("A", "2", "B", "x=y"));
        assertThat(Mistakes.in(() -> VarFile.add(Inputs.none(), ".env", "A=1\nB\n=C\n")))
                .containsExactly(
                        "2:1: must be NAME=value, an empty line, or a comment after #",
                        "3:1: must be NAME=value, an empty line, or a comment after #");
    }

    @Test
    void a_bad_flag_or_file_of_variables_is_refused() {
        assertThat(Mistakes.in(() -> VarFlag.add(Inputs.none(), "a")))
                .containsExactly("--var 'a' must have the form name=value or name:type=value");
        assertThat(Mistakes.in(() -> VarFlag.add(Inputs.none(), "a:int=x")))
                .containsExactly("--var 'a': the value is not a whole number");
        assertThat(Mistakes.in(() -> VarFlag.add(Inputs.none(), "a:json={\"pin\": hunter2}")))
                .as("it may be a secret")
                .containsExactly("--var 'a': the value is not JSON; it goes wrong at line 1, column 9");
        assertThat(Mistakes.in(() -> VarFlag.add(Inputs.none(), "a:bol=x")))
                .containsExactly(
                        "--var 'a': 'bol' is not one of str, int, float, bytes, bool, json; did you mean 'bool'?");
        assertThat(Mistakes.in(() -> VarFile.add(Inputs.none(), "v.json", "{\"secret\": 1}")))
                .containsExactly("1:2: unknown key 'secret' in a file of variables; did you mean 'secrets'? (allowed:"
                        + " configuration, secrets)");
        assertThat(Mistakes.in(() -> VarFile.add(Inputs.none(), "v.yaml", "secrets: {token: hunter2}")))
                .containsExactly("1:18: the group of secrets 'token' must be an object; found text (•••)");
    }
}
