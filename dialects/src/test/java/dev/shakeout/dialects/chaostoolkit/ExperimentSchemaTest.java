package dev.shakeout.dialects.chaostoolkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shakeout.dialects.JsonWriter;
import dev.shakeout.dialects.TestVocabulary;
import dev.shakeout.dialects.schema.ObjectSchema;
import dev.shakeout.dialects.schema.Schema;
import dev.shakeout.model.Descriptor;
import dev.shakeout.model.Json;
import dev.shakeout.model.Parameter;
import dev.shakeout.model.Percent;
import dev.shakeout.model.Rules;
import dev.shakeout.model.Type;
import dev.shakeout.model.Vocabulary;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** That it agrees with the reader is shown by SchemaTest of the module conformance. */
class ExperimentSchemaTest {
    @Test
    void whatANewFaultTakesFollowsFromItsDescriptor() {
        var fault = Descriptor.of(
                        "disk/slow",
                        "Slows a disk.",
                        Parameter.required(
                                "by", Type.duration(Duration.ofMillis(1), Duration.ofMinutes(2)), "How much."),
                        Parameter.withDefault("share", Type.percent(1, 100), new Percent(30), "Of all requests."),
                        Parameter.optional("port", Type.integer(1, 65535), "Where."))
                .hits(Set.of("process", "host"));
        var vocabulary =
                new Vocabulary(Map.of("disk/slow", fault), TestVocabulary.ALL.probes(), TestVocabulary.ALL.targets());

        Json schema = at(ExperimentSchema.of(vocabulary, Rules.SHAKEOUT), "$defs", "fault-disk-slow");

        assertThat(at(schema, "description")).isEqualTo(Json.of("Slows a disk."));
        assertThat(at(schema, "properties", "target", "properties", "kind").compact())
                .contains("{\"enum\":[\"host\",\"process\"]}");
        Json arguments = at(schema, "properties", "arguments");
        assertThat(at(arguments, "required")).isEqualTo(Json.of(List.of(Json.of("by"))));
        assertThat(at(arguments, "additionalProperties")).isEqualTo(Json.of(false));
        assertThat(at(arguments, "properties", "by", "description"))
                .isEqualTo(Json.of("How much. A duration such as 400ms or 30s, from 1 ms to 2 m 0 s."));
        assertThat(at(arguments, "properties", "share", "default")).isEqualTo(Json.of("30%"));
        assertThat(at(arguments, "properties", "port", "minimum")).isEqualTo(Json.of(1));
        assertThat(at(arguments, "properties", "port", "maximum")).isEqualTo(Json.of(65535));
    }

    @Test
    void aDefaultIsWrittenAsAFileWouldWriteIt() {
        var minutes = Type.duration(Duration.ZERO, Duration.ofHours(3));

        assertThat(fallback(minutes, Duration.ofMinutes(1))).isEqualTo(Json.of("1m"));
        assertThat(fallback(minutes, Duration.ofSeconds(90))).isEqualTo(Json.of("1m30s"));
        assertThat(fallback(minutes, Duration.ofMillis(2500))).isEqualTo(Json.of("2.5s"));
        assertThat(fallback(minutes, Duration.ofMillis(123_456)))
                .as("what cannot be written briefly is left out")
                .isEqualTo(Json.Null.NULL);
        assertThat(fallback(Type.bool(), false)).isEqualTo(Json.of(false));
        assertThat(fallback(Type.choice("GET", "POST"), "GET")).isEqualTo(Json.of("GET"));
    }

    private static <T> Json fallback(Type<T> type, T value) {
        var schema = Schema.of(Parameter.withDefault("it", type, value, "Help."));
        return schema.json().get("default").orElse(Json.Null.NULL);
    }

    @Test
    void byChaosToolkitsRulesAKeyThatMeansNothingIsNoMistake() {
        assertThat(JsonWriter.write(ExperimentSchema.of(TestVocabulary.ALL, Rules.CHAOS_TOOLKIT)))
                .doesNotContain("\"additionalProperties\": false");
        assertThat(at(ExperimentSchema.of(TestVocabulary.ALL, Rules.SHAKEOUT), "additionalProperties"))
                .isEqualTo(Json.of(false));
    }

    @Test
    void aKeyThatIsReadAndNotDescribedOrTheOtherWayRoundIsNoticed() {
        var object = ObjectSchema.of().required("a", Schema.ANY);

        assertThatThrownBy(() -> object.exactly(List.of("a", "b"), true)).hasMessageContaining("[a]", "[a, b]");
        assertThatThrownBy(() -> object.exactly(List.of(), true)).hasMessageContaining("[a]");
    }

    @Test
    void aWordThatIsNotExplainedIsNoticed() {
        var words = Schema.of(Type.choice("yes", "no"));

        assertThatThrownBy(() -> words.meaning("yes", "It is so.")).hasMessageContaining("\"no\"");
    }

    private static Json at(Json json, String... path) {
        Json found = json;
        for (String key : path) {
            found = ((Json.Obj) found).get(key).orElseThrow(() -> new AssertionError("there is no " + key));
        }
        return found;
    }
}
