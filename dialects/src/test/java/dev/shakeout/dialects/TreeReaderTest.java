package dev.shakeout.dialects;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shakeout.model.Json;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class TreeReaderTest {
    @Test
    void every_key_and_value_knows_its_place() {
        var tree = (Tree.Obj) TreeReader.read("a.yaml", "one: 1\ntwo:\n  - x\n  - {three: true}\n");

        assertThat(tree.position()).hasToString("a.yaml:1:1");
        var two = tree.get("two").orElseThrow();
        assertThat(two.position()).hasToString("a.yaml:2:1");
        var items = ((Tree.Arr) two.value()).items();
        assertThat(items.get(0).position()).hasToString("a.yaml:3:5");
        var three = ((Tree.Obj) items.get(1)).get("three").orElseThrow();
        assertThat(three.position()).hasToString("a.yaml:4:6");
        assertThat(three.value().position()).hasToString("a.yaml:4:13");
    }

    @Test
    void the_name_decides_the_format_and_without_one_the_text_does() {
        assertThat(TreeReader.read("a.json", "{\"a\": 1}").json()).isEqualTo(Json.object("a", 1));
        assertThat(TreeReader.read("a.YML", "a: 1").json()).isEqualTo(Json.object("a", 1));
        assertThat(TreeReader.read("stdin", " \n{\"a\": 1}").json()).isEqualTo(Json.object("a", 1));
        assertThat(TreeReader.read("stdin", "a: 1").json()).isEqualTo(Json.object("a", 1));
        assertThat(TreeReader.read("a.json", "\uFEFF{\"a\": 1}").json()).isEqualTo(Json.object("a", 1));
    }

    @ParameterizedTest
    @MethodSource("scalars")
    void scalars_of_our_own_files_are_those_of_version_1_2(String text, Json expected) {
        assertThat(TreeReader.readOurs("a.yaml", "[" + text + "]", TreeReader.Form.BY_NAME)
                        .json())
                .isEqualTo(Json.of(List.of(expected)));
    }

    @ParameterizedTest
    @MethodSource("elderScalars")
    void scalars_of_experiments_are_those_of_version_1_1(String text, Json expected) {
        assertThat(TreeReader.read("a.yaml", "[" + text + "]").json()).isEqualTo(Json.of(List.of(expected)));
    }

    static Stream<Arguments> elderScalars() {
        return Stream.of(
                Arguments.of("yes", Json.of(true)),
                Arguments.of("&a OFF", Json.of(false)),
                Arguments.of("'no'", Json.of("no")),
                Arguments.of("y", Json.of("y")),
                Arguments.of("True", Json.of(true)),
                Arguments.of("~", Json.Null.NULL),
                Arguments.of("\"\"", Json.of("")),
                Arguments.of("\"~\"", Json.of("~")),
                Arguments.of("010", Json.of(8)),
                Arguments.of("\"010\"", Json.of("010")),
                Arguments.of("08", Json.of("08")),
                Arguments.of("0o10", Json.of("0o10")),
                Arguments.of("0x1F", Json.of(31)),
                Arguments.of("-0b101", Json.of(-5)),
                Arguments.of("1_000", Json.of(1000)),
                Arguments.of("+7", Json.of(7)),
                Arguments.of("12:30:00", Json.of(45_000)),
                Arguments.of("1:30.5", number("90.5")),
                Arguments.of("8080:80", Json.of("8080:80")),
                Arguments.of("1e3", Json.of("1e3")),
                Arguments.of("1.0e+3", number("1000.0")),
                Arguments.of("5.", number("5.0")),
                Arguments.of(".5", number("0.5")),
                Arguments.of("0.1000000000000000055", number("0.1000000000000000055")),
                Arguments.of("1.2.3", Json.of("1.2.3")),
                Arguments.of("=", Json.of("=")),
                Arguments.of("2026-11-23", Json.of("2026-11-23")),
                Arguments.of("2026-13-45", Json.of("2026-13-45")),
                Arguments.of("2026-01-02t3:04:05Z", Json.of("2026-01-02T03:04:05+00:00")),
                Arguments.of("2026-01-02 03:04:05.50 -2:30", Json.of("2026-01-02T03:04:05.500000-02:30")),
                Arguments.of("2026-01-02 03:04:05", Json.of("2026-01-02T03:04:05")),
                Arguments.of("!!str 12", Json.of("12")),
                Arguments.of("! 12", Json.of("12")),
                Arguments.of("!!str &a yes", Json.of("yes")),
                Arguments.of("!!int \"12\"", Json.of(12)),
                Arguments.of("!!float 1", number("1.0")),
                Arguments.of("!!bool \"yes\"", Json.of(true)),
                Arguments.of("!!null x", Json.Null.NULL),
                Arguments.of("!!binary aGk=", Json.of("hi")),
                Arguments.of("!!seq [1]", Json.of(List.of(Json.of(1)))),
                Arguments.of("!!omap [a: 1]", Json.of(List.of(Json.of(List.of(Json.of("a"), Json.of(1)))))));
    }

    private static Json number(String digits) {
        return new Json.Num(new java.math.BigDecimal(digits));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a: .inf | 1:4: this number cannot be used; it must be finite and have at most 1000 digits when written out",
                "a: 0x_ | 1:4: this number cannot be used; it must be finite and have at most 1000 digits when written out",
                "a: !!int soon | 1:4: the tag !!int does not fit 'soon'",
                "a: !!float '' | 1:4: the tag !!float does not fit ''",
                "a: !!python/object/apply:os.system [id] | 1:4: the tag !!python/object/apply:os.system means nothing in an"
                        + " experiment; leave it out",
                "a: [!ours 1] | 1:5: the tag !ours means nothing in an experiment; leave it out",
                "a: !!set {x} | 1:4: the tag !!set means nothing in an experiment; leave it out",
                "a: !!omap [x] | 1:12: a list of pairs has items of one key and its value each"
            })
    void what_no_experiment_can_hold_is_refused_with_its_place(String text, String mistake) {
        assertThat(Mistakes.in("a.yaml", text)).containsExactly(mistake);
    }

    @Test
    void what_is_too_long_for_a_number_takes_no_time() {
        String sixtieths = "1:1".repeat(300_000);

        assertThat(TreeReader.read("a.yaml", "a: " + sixtieths).json()).isEqualTo(Json.object("a", sixtieths));
        assertThat(Mistakes.in("a.yaml", "a: !!bool " + sixtieths))
                .containsExactly("1:4: the tag !!bool does not fit this text");
    }

    @Test
    void blocks_and_texts_in_quotes_are_never_numbers() {
        assertThat(TreeReader.read("a.yaml", "é: 'x'\na: |-\n  010\nb: >-\n  yes\nc:\nd: no\n")
                        .json())
                .isEqualTo(Json.object("é", "x", "a", "010", "b", "yes", "c", Json.Null.NULL, "d", false));
    }

    static Stream<Arguments> scalars() {
        return Stream.of(
                Arguments.of("true", Json.of(true)),
                Arguments.of("True", Json.of(true)),
                Arguments.of("FALSE", Json.of(false)),
                Arguments.of("'True'", Json.of("True")),
                Arguments.of("\"~\"", Json.of("~")),
                Arguments.of("!!str True", Json.of("True")),
                Arguments.of("&a True", Json.of(true)),
                Arguments.of("yes", Json.of("yes")),
                Arguments.of("no", Json.of("no")),
                Arguments.of("on", Json.of("on")),
                Arguments.of("~", Json.Null.NULL),
                Arguments.of("Null", Json.Null.NULL),
                Arguments.of("2026-11-23", Json.of("2026-11-23")),
                Arguments.of("12:30:00", Json.of("12:30:00")),
                Arguments.of("010", Json.of("010")),
                Arguments.of("0x1F", Json.of("0x1F")),
                Arguments.of("1_000", Json.of("1_000")),
                Arguments.of("1.0", new Json.Num(new java.math.BigDecimal("1.0"))),
                Arguments.of("-5", Json.of(-5)));
    }

    @Test
    void a_word_is_known_as_bare_behind_any_text() {
        assertThat(TreeReader.read("a.yaml", "é: ['😀', True, 'True']").json())
                .isEqualTo(Json.object("é", Json.of(List.of(Json.of("😀"), Json.of(true), Json.of("True")))));
    }

    @Test
    void aliases_and_merge_keys_are_written_out() {
        var tree = TreeReader.read(
                "a.yaml", "base: &base {k: 1, l: 2}\nsame: *base\nmore:\n  <<: *base\n  l: 3\n  m: 4\n");

        assertThat(tree.json())
                .isEqualTo(Json.object(
                        "base",
                        Json.object("k", 1, "l", 2),
                        "same",
                        Json.object("k", 1, "l", 2),
                        "more",
                        Json.object("l", 3, "m", 4, "k", 1)));
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void malformed_text_is_refused_at_its_place_in_plain_words(String file, String text, String expected) {
        assertThat(Mistakes.in(() -> TreeReader.read(file, text))).containsExactly(expected.split("\\|"));
    }

    static Stream<Arguments> malformed() {
        return Stream.of(
                Arguments.of("a.yaml", "", "1:1: the file is empty"),
                Arguments.of("a.yaml", "# only\n# comments\n", "1:1: the file is empty"),
                Arguments.of("a.json", " \n", "1:1: the file is empty"),
                Arguments.of("a.yaml", "---\n", "2:1: the file is empty"),
                Arguments.of(
                        "a.yaml",
                        "a: 1\nb: 2\na: 3\nb: 4",
                        "3:1: the key 'a' is given twice; it was first given at a.yaml:1:1"
                                + "|4:1: the key 'b' is given twice; it was first given at a.yaml:2:1"),
                Arguments.of(
                        "a.json",
                        "{\"a\":1,\n \"a\":2}",
                        "2:2: the key 'a' is given twice; it was first given at a.json:1:2"),
                Arguments.of("a.yaml", "a: [1, 2", "1:9: not valid YAML: expected ',' or ']', but the file ends"),
                Arguments.of("a.yaml", "a:\n\t- b", "2:1: not valid YAML: a tab cannot indent; use spaces"),
                Arguments.of(
                        "a.yaml",
                        "a: b: c",
                        "1:5: not valid YAML: a second ':' on this line, or a wrong indentation;"
                                + " put the value in quotes or mend the indentation"),
                Arguments.of("a.yaml", "a: 'x", "1:6: not valid YAML: a quote that is opened here is never closed"),
                Arguments.of("a.yaml", "a: @x", "1:4: not valid YAML: a value cannot start with '@'; put it in quotes"),
                Arguments.of(
                        "a.yaml",
                        "? [a]\n: b",
                        "1:4: not valid YAML: a key must be a single word or text, not an object or a list"),
                Arguments.of(
                        "a.yaml",
                        "---\na: 1\n---\nb: 2",
                        "4:1: the file goes on after its document has ended; one file holds one document"),
                Arguments.of(
                        "a.yaml",
                        "a: *b",
                        "1:4: the alias *b stands for nothing; no finished value above is marked &b"),
                Arguments.of(
                        "a.yaml", "<<: 1", "1:5: the merge key '<<' takes an alias of an object, or a list of them"),
                Arguments.of(
                        "a.json", "{\"a\":1,}", "1:8: not valid JSON: found '}' where a key in double quotes belongs"),
                Arguments.of("a.json", "{\"a\" 1}", "1:6: not valid JSON: found '1' where ':' belongs"),
                Arguments.of("a.json", "[1 2]", "1:4: not valid JSON: found '2' where ',' or ']' belongs"),
                Arguments.of("a.json", "{\"a\":[1,2}", "1:10: not valid JSON: found '}' where ']' belongs"),
                Arguments.of(
                        "a.json",
                        "{\"a\":tru}",
                        "1:6: not valid JSON: 'tru' is not a value; text goes in double quotes"),
                Arguments.of(
                        "a.json",
                        "{\"a\":",
                        "1:6: not valid JSON: the text ends too early; a brace, a bracket or a quote is not closed"),
                Arguments.of(
                        "a.json",
                        "{\"a\":\"x\ny\"}",
                        "1:8: not valid JSON: a line break or tab inside text must be written as \\n or \\t"),
                Arguments.of(
                        "a.json",
                        "{}{}",
                        "1:3: the file goes on after its document has ended; one file holds one document"),
                Arguments.of(
                        "a.yaml",
                        "a: 1\nb: x\0y",
                        "2:5: the control character U+0000 is not allowed; remove it, or write it as an escape in quotes"),
                Arguments.of(
                        "a.yaml",
                        "a: .inf",
                        "1:4: this number cannot be used; it must be finite and have at most 1000 digits when written out"),
                Arguments.of(
                        "a.json",
                        "{\"a\": 1e999999999}",
                        "1:7: this number cannot be used; it must be finite and have at most 1000 digits when written out"),
                Arguments.of(
                        "a.yaml",
                        "a: " + "9".repeat(5000),
                        "1:4: this number cannot be used; it must be finite and have at most 1000 digits when written out"));
    }

    @Test
    void a_character_beyond_the_first_plane_may_stand_anywhere() {
        for (int before = 1000; before < 1050; before++) { // the parser reads a thousand and some at a time
            String text = "x".repeat(before) + "😀";

            assertThat(TreeReader.read("a.yaml", "a: " + text).json()).isEqualTo(Json.object("a", text));
        }
    }

    @Test
    void a_carriage_return_alone_ends_a_line() {
        assertThat(Mistakes.in(() -> TreeReader.read("a.yaml", "a: 1\rb: [\r")))
                .singleElement()
                .asString()
                .startsWith("3:1: ");
        assertThat(Mistakes.in(() -> TreeReader.read("a.yaml", "a: 1\r\nb: \u0001")))
                .singleElement()
                .asString()
                .startsWith("2:4: the control character U+0001");
    }

    @Test
    void half_a_character_is_refused_at_its_place() {
        for (String file : List.of("a.json", "a.yaml")) {
            assertThat(Mistakes.in(() -> TreeReader.read(file, "{\"a\":\n \"\ud83d\"}")))
                    .singleElement()
                    .asString()
                    .startsWith("2:3: half a character, U+D83D, is not allowed");
        }
    }

    @Test
    void what_a_file_says_cannot_reach_the_terminal_as_a_command() {
        assertThat(Mistakes.in("a.json", "{\"\\u001b[31mx\": 1, \"a\\u202eb\": 2}")
                        .toString())
                .doesNotContain("\u001b", "\u202e")
                .contains("'\\u001b[31mx'", "'a\\u202eb'");
    }
}
