package dev.shakeout.dialects.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shakeout.dialects.JsonReader;
import dev.shakeout.dialects.Mistakes;
import dev.shakeout.dialects.RandomJson;
import dev.shakeout.model.Json;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class Yaml11Test {
    @Test
    void scalars_are_what_pyyaml_takes_them_for() {
        assertThat(read("[yes, No, on, off, True, 'yes', y, ~, null, '']"))
                .isEqualTo(json("[true, false, true, false, true, \"yes\", \"y\", null, null, \"\"]"));
        assertThat(read("[0x_]")).isEqualTo(json("[\"0x_\"]"));
        assertThat(read("[1, -2, 010, 0x1F, 0b101, 1_000, 1:30, '1']"))
                .isEqualTo(json("[1, -2, 8, 31, 5, 1000, 90, \"1\"]"));
        assertThat(read("[1.5, 1.0e+3, 1e3, 1e+3, .5, 2020-01-01, 1.2.3]"))
                .isEqualTo(json("[1.5, 1000.0, \"1e3\", \"1e+3\", 0.5, \"2020-01-01\", \"1.2.3\"]"));
    }

    @Test
    void what_only_looks_like_a_number_that_could_be_used_is_text() {
        assertThat(read("[1.0e+99999999999, 1.0e+999]")).isEqualTo(json("[\"1.0e+99999999999\", \"1.0e+999\"]"));
        String endless = "1:1".repeat(30_000);
        assertThat(read("[" + endless + "]")).isEqualTo(Json.of(List.of(Json.of(endless))));
    }

    @Test
    void aliases_and_merged_keys_are_written_out() {
        assertThat(read("a: &a {x: 1, y: 2}\nb: *a\nc: {<<: *a, y: 3}"))
                .isEqualTo(json(
                        "{\"a\": {\"x\": 1, \"y\": 2}, \"b\": {\"x\": 1, \"y\": 2}, \"c\": {\"y\": 3, \"x\": 1}}"));
    }

    @Test
    void nothing_is_no_document() {
        assertThat(Yaml11.read("s.yaml", "")).isEmpty();
        assertThat(Yaml11.read("s.yaml", "# only a comment\n")).isEmpty();
    }

    @Test
    void what_is_written_is_read_back_as_it_was() {
        for (long seed = 1; seed <= 500; seed++) {
            Json json = RandomJson.object(new Random(seed), 4);
            assertThat(Yaml11.read("s.yaml", Yaml11.write(json)).orElse(Json.Null.NULL))
                    .as("seed %d:%n%s", seed, Yaml11.write(json))
                    .isEqualTo(asPythonKeepsIt(json));
        }
    }

    @Test
    void what_is_written_looks_as_pyyaml_writes_it() {
        assertThat(Yaml11.write(json("""
                {"b": {"list": [1, {"k": "v", "a": [true]}], "empty": {}, "none": []},
                 "a": ["yes", "no way", "1", "1.0", "a: b", "# c", "", "multi word", null, 1e20, 1.5, "2020-01-01"]}"""))).isEqualTo("""
                        a:
                        - 'yes'
                        - no way
                        - '1'
                        - '1.0'
                        - 'a: b'
                        - '# c'
                        - ''
                        - multi word
                        - null
                        - 1.0e+20
                        - 1.5
                        - '2020-01-01'
                        b:
                          empty: {}
                          list:
                          - 1
                          - a:
                            - true
                            k: v
                          none: []
                        """);
        assertThat(Yaml11.write(Json.of("plain"))).isEqualTo("plain\n...\n");
        assertThat(Yaml11.write(Json.of("yes"))).isEqualTo("'yes'\n");
    }

    @Test
    void mistakes_have_their_place() {
        assertThat(Mistakes.in(() -> Yaml11.read("s.yaml", "a: [1, 2\nb: 3")))
                .singleElement()
                .asString()
                .startsWith("2:2: not valid YAML: ");
        assertThat(Mistakes.in(() -> Yaml11.read("s.yaml", "a: &a [*a]")))
                .singleElement()
                .asString()
                .contains("nested deeper than 100 levels");
    }

    @Test
    void an_alias_of_aliases_does_not_grow_without_end() {
        var bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 12; i++) {
            bomb.append("a%d: &a%d [%s]\n".formatted(i, i, ("*a" + (i - 1) + ", ").repeat(10)));
        }
        assertThat(Mistakes.in(() -> Yaml11.read("s.yaml", bomb.toString())))
                .singleElement()
                .asString()
                .contains("more than 200000 values");
    }

    private static Json read(String text) {
        return Yaml11.read("s.yaml", text).orElseThrow();
    }

    private static Json json(String text) {
        return JsonReader.read("a.json", text);
    }

    /** A number that is not written as a whole one is a float there. */
    private static Json asPythonKeepsIt(Json json) {
        return switch (json) {
            case Json.Obj(var members) -> {
                var kept = new LinkedHashMap<String, Json>();
                members.forEach((key, value) -> kept.put(key, asPythonKeepsIt(value)));
                yield new Json.Obj(kept);
            }
            case Json.Arr(var items) ->
                Json.of(items.stream().map(Yaml11Test::asPythonKeepsIt).toList());
            case Json.Num(BigDecimal number) when number.scale() != 0 -> Json.of(number.doubleValue() + 0.0);
            default -> json;
        };
    }
}
