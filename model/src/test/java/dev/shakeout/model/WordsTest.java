package dev.shakeout.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Names, numbers, JSON and shell words as they are written out. */
class WordsTest {
    private static final List<String> NAMES = List.of("latency", "jitter", "loss", "duration");

    @ParameterizedTest
    @CsvSource({"latncy, latency", "laetncy, latency", "jiter, jitter", "los, loss", "durations, duration"})
    void aMistypedNameFindsWhatWasMeant(String typed, String meant) {
        assertThat(Nearest.to(typed, NAMES)).contains(meant);
        assertThat(Nearest.suggestion(typed, NAMES)).isEqualTo("; did you mean '" + meant + "'?");
    }

    @ParameterizedTest
    @CsvSource({"bandwidth", "x", "''", "ltnc"})
    void whatIsNearNothingGetsNoSuggestion(String typed) {
        assertThat(Nearest.suggestion(typed, NAMES)).isEmpty();
    }

    @Test
    void amongEquallyNearNamesTheFirstByAlphabetIsSuggested() {
        assertThat(Nearest.to("cat", List.of("car", "bat", "cab"))).contains("bat");
    }

    @ParameterizedTest
    @CsvSource({"0.12345, 0.123", "4.5678, 4.57", "78.94, 78.9", "1234.5, 1235", "0, 0", "100, 100", "-3.14159, -3.14"})
    void aNumberIsBrief(double value, String words) {
        assertThat(Numbers.brief(value)).isEqualTo(words);
    }

    @Test
    void whatIsNoNumberIsAQuestion() {
        assertThat(Numbers.brief(Double.NaN)).isEqualTo("?");
        assertThat(Numbers.brief(Double.POSITIVE_INFINITY)).isEqualTo("?");
    }

    @Test
    void jsonIsOneCompactLine() {
        Json json = Json.object(
                "text", "say \"hi\"\\\n\t\r\u0001\u2028é😀",
                "list", Json.of(List.of(Json.of(1), Json.of(true), Json.Null.NULL)),
                "number", new BigDecimal("0.10"),
                "empty", Json.object(),
                "none", Json.of(List.of()));
        assertThat(json.text())
                .isEqualTo("{\"text\":\"say \\\"hi\\\"\\\\\\n\\t\\r\\u0001\\u2028é\\ud83d\\ude00\","
                        + "\"list\":[1,true,null],\"number\":0.10,\"empty\":{},\"none\":[]}");
        assertThat(Json.of("bare").text()).isEqualTo("bare");
        assertThat(Json.of("bare").compact()).isEqualTo("\"bare\"");
        assertThat(Json.of(Double.NaN)).isEqualTo(Json.Null.NULL);
    }

    @Test
    void aShellWordIsQuoted() {
        assertThat(Inverse.quote("it's")).isEqualTo("'it'\\''s'");
        assertThat(Inverse.quote("")).isEqualTo("''");
        assertThatThrownBy(() -> Inverse.quote("a\0b")).isInstanceOf(BadValue.class);
    }
}
