package dev.shakeout.dialects;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shakeout.model.Json;
import java.math.BigDecimal;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class JsonWriterTest {
    @Test
    void short_plain_values_stay_on_a_line_and_all_else_is_indented() {
        var json = Json.object("a", Json.object("b", 1, "c", "x"), "d", Json.of(List.of(Json.object(), Json.of(true))));

        assertThat(JsonWriter.write(json)).isEqualTo("""
                {
                  "a": {"b": 1, "c": "x"},
                  "d": [
                    {},
                    true
                  ]
                }
                """);
    }

    @Test
    void text_of_any_kind_is_read_back_as_it_was() {
        var hostile = Json.of("\0\u001b \" \\ \n\r\t \u2028 \ud83d\ude00 \ud800 é </script>");

        assertThat(JsonReader.read("a.json", JsonWriter.write(hostile))).isEqualTo(hostile);
        assertThat(JsonWriter.write(hostile))
                .contains("\ud83d\ude00", "\\ud800", "\\u2028")
                .doesNotContain("\u2028");
    }

    @Test
    void numbers_keep_every_digit() {
        var number = new Json.Num(new BigDecimal("123456789012345678901234567890.1234567890"));

        assertThat(JsonReader.read("a.json", JsonWriter.write(number))).isEqualTo(number);
    }

    @Test
    void any_value_is_read_back_as_it_was() {
        for (long seed = 1; seed <= 300; seed++) {
            var json = RandomJson.value(new Random(seed), 4);
            assertThat(JsonReader.read("a.json", JsonWriter.write(json)))
                    .as("seed %d", seed)
                    .isEqualTo(json);
            assertThat(JsonReader.read("a.json", json instanceof Json.Str ? JsonWriter.write(json) : json.text()))
                    .as("seed %d, on one line", seed)
                    .usingRecursiveComparison()
                    .withComparatorForType(BigDecimal::compareTo, BigDecimal.class)
                    .isEqualTo(json);
        }
    }

    @Test
    void reading_refuses_what_is_not_one_value() {
        assertThat(Mistakes.in(() -> JsonReader.read("a.json", "{\"a\":1,\"a\":2}")))
                .containsExactly("1:8: the key 'a' is given twice");
        assertThat(Mistakes.in(() -> JsonReader.read("a.json", ""))).containsExactly("1:1: the file is empty");
        assertThat(Mistakes.in(() -> JsonReader.read("a.json", "1 2")))
                .containsExactly("1:3: the file goes on after its value has ended");
        assertThat(Mistakes.in(() -> JsonReader.read("a.json", "[".repeat(100_000))))
                .singleElement()
                .asString()
                .endsWith("nested too deep");
    }
}
