package dev.shakeout.dialects.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shakeout.dialects.JsonReader;
import dev.shakeout.model.Json;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsKeyTest {
    private static final Json SETTINGS = JsonReader.read("settings", """
            {"auths": {"example.com": {"type": "basic"}, "localhost:8081": {"type": "digest"}},
             "controls": [{"name": "first"}, {"name": "second"}], "matrix": [[1, 2]], "nothing": null, "word": "abc"}""");

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            auths.example\\.com.type     | basic
            auths.localhost:8081.type    | digest
            controls[1].name             | second
            controls[0]                  | {"name":"first"}
            nothing                      | null
            word[1]                      | b
            word                         | abc
            """)
    void a_key_leads_to_a_value(String key, String value) {
        assertThat(SettingsKey.of(key).find(SETTINGS).map(Json::text)).contains(value);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", ".", "auths.example.com", "auths.", "controls[2]", "controls[]", "controls[99999999999]",
                "controls.name", "matrix[0][1]", "nothing.x", "word.x", "word[3]", "auths[0]", "no"
            })
    void what_is_not_there_is_not_found_set_or_removed(String key) {
        assertThat(SettingsKey.of(key).find(SETTINGS)).isEmpty();
        assertThat(SettingsKey.of(key).set(SETTINGS, Json.of(1))).isEmpty();
        assertThat(SettingsKey.of(key).remove(SETTINGS)).isEmpty();
    }

    @Test
    void a_value_is_replaced_where_it_stands() {
        assertThat(set("controls[1].name", Json.of("third"), "controls[1].name"))
                .contains(Json.of("third"));
        assertThat(set("controls[0]", Json.of(7), "controls")).map(Json::text).contains("[7,{\"name\":\"second\"}]");
        assertThat(set("auths.example\\.com", Json.Null.NULL, "auths.example\\.com"))
                .contains(Json.Null.NULL);
        assertThat(SettingsKey.of("word[0]").set(SETTINGS, Json.of("x")))
                .as("letters")
                .isEmpty();
    }

    @Test
    void a_value_is_removed_with_all_below_it() {
        Json rest = SettingsKey.of("auths.example\\.com").remove(SETTINGS).orElseThrow();

        assertThat(SettingsKey.of("auths").find(rest))
                .map(Json::text)
                .contains("{\"localhost:8081\":{\"type\":\"digest\"}}");
        assertThat(SettingsKey.of("controls[0]").remove(SETTINGS).flatMap(SettingsKey.of("controls")::find))
                .map(Json::text)
                .contains("[{\"name\":\"second\"}]");
        assertThat(SettingsKey.of("controls[0].name").remove(SETTINGS).flatMap(SettingsKey.of("controls[0]")::find))
                .map(Json::text)
                .contains("{}");
    }

    private static Optional<Json> set(String key, Json value, String look) {
        return SettingsKey.of(key).set(SETTINGS, value).flatMap(SettingsKey.of(look)::find);
    }
}
