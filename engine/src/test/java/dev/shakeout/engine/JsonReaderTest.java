package dev.shakeout.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shakeout.model.BadValue;
import dev.shakeout.model.Json;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What servers and programs answer is not to be trusted either. */
class JsonReaderTest {
    @Test
    void anAnswerIsReadExactly() {
        assertThat(JsonReader.read("{\"a\": [1, 0.10, \"x\", true, null], \"a\": 2}"))
                .isEqualTo(Json.object("a", 2));
        assertThat(JsonReader.read("[1e2]").text()).isEqualTo("[100]");
    }

    @Test
    void whatNobodyCouldCalculateWithOrShowIsRefused() {
        assertThatThrownBy(() -> JsonReader.read("[1e999999999]"))
                .isInstanceOf(BadValue.class)
                .hasMessageContaining("at most 1000 digits");
        assertThatThrownBy(() -> JsonReader.read("9".repeat(5_000_000)))
                .isInstanceOf(BadValue.class)
                .hasMessageContaining("at most 1000 digits");
        for (String open : List.of("[", "{\"a\":")) {
            assertThatThrownBy(() -> JsonReader.read(open.repeat(100_000)))
                    .isInstanceOf(BadValue.class)
                    .hasMessageContaining("nested deeper than 400 levels");
        }
    }

    @Test
    void whatIsLeftOutIsAsIfItWereNotThere() {
        var omitted = Omitted.of("items.metadata.managedFields", "items.spec");

        assertThat(JsonReader.read("""
                        {"items": [{"spec": {"metadata": [1, {}]}, "metadata": {"managedFields": [[{"a": 1}]], "name": "spec"}}],
                         "spec": {"managedFields": 1}}""", omitted)).isEqualTo(JsonReader.read("""
                        {"items": [{"metadata": {"name": "spec"}}], "spec": {"managedFields": 1}}"""));
    }
}
