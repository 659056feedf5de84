package dev.shakeout.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shakeout.model.Json;
import dev.shakeout.model.Judgement;
import dev.shakeout.model.LoadWindow;
import dev.shakeout.model.Percent;
import dev.shakeout.model.Rules;
import dev.shakeout.model.Tolerance;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The rules of Chaos Toolkit's chaoslib/hypothesis.py, and limits on many requests. */
class JudgeTest {
    private static final Json OK = Json.object("status", 200, "body", Json.object("name", "ada", "age", 36));

    private static boolean met(Json output, Tolerance tolerance) {
        return Judge.judge(output, tolerance).met();
    }

    private static Tolerance exactly(Json value) {
        return new Tolerance.Exactly(value);
    }

    private static Tolerance between(long least, long most) {
        return new Tolerance.Between(Json.of(least), Json.of(most));
    }

    private static Tolerance anyOf(Json... values) {
        return new Tolerance.AnyOf(List.of(values));
    }

    private static Json number(String text) {
        return new Json.Num(new BigDecimal(text));
    }

    private static Tolerance path(String path, Integer count, Json expect) {
        return new Tolerance.JsonPath(path, Optional.empty(), Optional.ofNullable(count), Optional.ofNullable(expect));
    }

    private static Tolerance path(String path) {
        return new Tolerance.JsonPath(path, Optional.empty(), Optional.empty(), Optional.empty());
    }

    @Test
    void truthAndTextAreCompared() {
        assertThat(met(Json.of(true), exactly(Json.of(true)))).isTrue();
        assertThat(met(Json.of(false), exactly(Json.of(true)))).isFalse();
        assertThat(met(Json.of("hello"), exactly(Json.of("hello")))).isTrue();
        assertThat(met(Json.of("hello "), exactly(Json.of("hello")))).isFalse();
        assertThat(met(Json.of("true"), exactly(Json.of(true)))).isFalse();
        assertThat(met(Json.Null.NULL, exactly(Json.of("null")))).isFalse();
    }

    @Test
    void aWholeNumberIsComparedWithTheStatusWhereThereIsOne() {
        assertThat(met(OK, exactly(Json.of(200)))).isTrue();
        assertThat(met(OK, exactly(Json.of(500)))).isFalse();
        assertThat(met(Json.of(6), exactly(Json.of(6)))).isTrue();
        assertThat(met(number("6.00"), exactly(Json.of(6)))).isTrue();
        assertThat(met(Json.object("code", 200), exactly(Json.of(200)))).isFalse();
    }

    @Test
    void twoNumbersAreARangeButStatusesAreAlwaysOneOf() {
        assertThat(met(Json.of(4), between(4, 6))).isTrue();
        assertThat(met(Json.of(5), between(4, 6))).isTrue();
        assertThat(met(Json.of(6), between(4, 6))).isTrue();
        assertThat(met(Json.of(7), between(4, 6))).isFalse();
        assertThat(met(Json.object("status", 301), between(200, 301))).isTrue();
        assertThat(met(Json.object("status", 250), between(200, 301))).isFalse();
    }

    @Test
    void aLongerListIsOneOf() {
        assertThat(met(Json.of(5), anyOf(Json.of(4), Json.of(5), Json.of(6)))).isTrue();
        assertThat(met(Json.of(7), anyOf(Json.of(4), Json.of(5), Json.of(6)))).isFalse();
        assertThat(met(Json.of("b"), anyOf(Json.of("a"), Json.of("b")))).isTrue();
        assertThat(met(Json.of("aa"), anyOf(Json.of("a"), Json.of("b")))).isFalse();
        assertThat(met(Json.of("a"), anyOf())).isFalse();
    }

    @Test
    void aRegularExpressionIsFoundAnywhere() {
        var anywhere = new Tolerance.Regex(Pattern.compile("a[0-9]+b"), Optional.empty());
        assertThat(met(Json.of("xxa42byy"), anywhere)).isTrue();
        assertThat(met(Json.of("xxabyy"), anywhere)).isFalse();
        var inBody = new Tolerance.Regex(Pattern.compile("\"ada\""), Optional.of("body"));
        assertThat(met(OK, inBody)).isTrue();
        assertThat(met(Json.object("status", "\"ada\"", "body", "bob"), inBody)).isFalse();
    }

    @Test
    void aSearchThatWouldNotEndIsGivenUp() {
        var endless = new Tolerance.Regex(Pattern.compile("(a|aa)+\\1c"), Optional.empty());
        Judgement judgement = Judge.judge(Json.of("a".repeat(80) + "b"), endless);
        assertThat(judgement.met()).isFalse();
        assertThat(judgement.toString()).contains("given up");
        var wordy = new Tolerance.Regex(Pattern.compile("^(a|b)*$"), Optional.empty());
        assertThat(met(Json.of("ab".repeat(200_000)), wordy)).isTrue();
    }

    @Test
    void byChaosToolkitsRulesNumbersAreComparedAsInPython() {
        assertThat(met(Json.of(true), exactly(Json.of(1)))).isFalse();
        assertThat(Judge.judge(Json.of(true), exactly(Json.of(1)), Rules.CHAOS_TOOLKIT)
                        .met())
                .isTrue();
        var fromATenth = new Tolerance.Range(new BigDecimal("0.1"), BigDecimal.ONE, Optional.empty());
        assertThat(met(Json.of("0.1"), fromATenth)).isTrue();
        assertThat(Judge.judge(Json.of("0.1"), fromATenth, Rules.CHAOS_TOOLKIT).met())
                .as("0.1 as a double is more than a tenth")
                .isFalse();
        assertThat(Judge.judge(number("0.1"), fromATenth, Rules.CHAOS_TOOLKIT).met())
                .isTrue();
    }

    @Test
    void aJsonPathMustFindSomething() {
        assertThat(met(OK, path("$.body.name"))).isTrue();
        assertThat(met(OK, path("$.body.nothing"))).isFalse();
        assertThat(met(OK, path("$.body[?(@.age"))).as("a bad path is not met").isFalse();
    }

    @Test
    void aJsonPathCountsOrExpectsAndWhatItExpectsCountsMore() {
        Json list = Json.object("items", Json.of(List.of(Json.of(1), Json.of(2), Json.of(3))));
        assertThat(met(list, path("$.items[*]", 3, null))).isTrue();
        assertThat(met(list, path("$.items[*]", 2, null))).isFalse();
        assertThat(met(list, path("$.items[*]", 2, Json.of(List.of(Json.of(1), Json.of(2), Json.of(3))))))
                .isTrue();
        assertThat(met(list, path("$.items[0]", null, Json.of(1)))).isTrue();
        assertThat(met(list, path("$.items[*]", null, Json.of(1))))
                .as("all values, not one of them")
                .isFalse();
        assertThat(met(list, path("$.items[*]", null, Json.of(List.of(Json.of(3), Json.of(2), Json.of(1))))))
                .isFalse();
        assertThat(met(list, path("$.none", 0, null))).isTrue();
    }

    @Test
    void aJsonPathReadsTextThatHoldsJson() {
        Json text = Json.of(" {\"answer\": 42, \"nothing\": null}");
        assertThat(met(text, path("$.answer", null, Json.of(42)))).isTrue();
        assertThat(met(text, path("$.nothing", null, Json.Null.NULL))).isTrue();
        assertThat(met(Json.of("[1, 2]"), path("$[*]", 2, null))).isTrue();
        assertThat(met(Json.of("{broken"), path("$.answer"))).isFalse();
        assertThat(met(Json.of("plain"), path("$.answer"))).isFalse();
        var stdout =
                new Tolerance.JsonPath("$.answer", Optional.of("stdout"), Optional.empty(), Optional.of(Json.of(42)));
        assertThat(met(Json.object("stdout", "{\"answer\": 42.0}"), stdout)).isTrue();
    }

    @Test
    void nullsAreNullsAndNumbersAreEqualHoweverTheyAreWritten() {
        Json document = Json.object("a", Json.Null.NULL, "n", Json.object("x", number("1.50")));
        assertThat(met(document, path("$.a", null, Json.Null.NULL))).isTrue();
        assertThat(met(document, path("$.a", null, Json.of("null")))).isFalse();
        assertThat(met(document, path("$.n", null, Json.object("x", number("1.5")))))
                .isTrue();
        assertThat(met(document, path("$.n", null, Json.object("x", number("1.5"), "y", 1))))
                .isFalse();
        assertThat(met(document, path("$.n", null, Json.object("y", number("1.5")))))
                .isFalse();
    }

    @Test
    void aRangeAllowsBothBounds() {
        var range = new Tolerance.Range(new BigDecimal("0.1"), new BigDecimal("0.3"), Optional.empty());
        assertThat(met(number("0.1"), range)).isTrue();
        assertThat(met(number("0.30"), range)).isTrue();
        assertThat(met(number("0.3000000000000001"), range)).isFalse();
        assertThat(met(Json.of("0.2"), range)).isTrue();
        assertThat(met(Json.of("little"), range)).isFalse();
        assertThat(met(number("1e999999999"), range)).as("and costs no memory").isFalse();
        var target = new Tolerance.Range(BigDecimal.ONE, BigDecimal.TEN, Optional.of("duration"));
        assertThat(met(Json.object("duration", 2), target)).isTrue();
        assertThat(met(Json.object("other", 2), target)).isFalse();
    }

    // ---- answers that would take for ever

    @Test
    void anExpressionInAPathThatTriesForEverIsGivenUp() {
        var byLibrary = new Tolerance.JsonPath(
                "$[?(@.name =~ /(.*a){26}c/)]", Optional.empty(), Optional.empty(), Optional.empty());

        Judgement path = Judge.judge(Json.of(List.of(Json.object("name", "a".repeat(30)))), byLibrary);

        assertThat(path.met()).isFalse();
        assertThat(path.words()).contains("given up after 5 s");
    }

    @Test
    void aPathThroughALargeAnswerCostsNoMoreThanItsWordsShow() {
        Json deep = Json.of("leaf".repeat(50_000));
        for (int i = 0; i < 380; i++) {
            deep = Json.of(List.of(deep, Json.of(i)));
        }
        var everything = new Tolerance.JsonPath("$..*", Optional.empty(), Optional.empty(), Optional.empty());

        Judgement judgement = Judge.judge(deep, everything);

        assertThat(judgement.met()).isTrue();
        assertThat(judgement.words().length()).isLessThan(300);
    }

    @Test
    void aNumberOfAMillionDigitsIsNoNumberToCompare() {
        var range = new Tolerance.Range(BigDecimal.ONE, BigDecimal.TEN, Optional.empty());

        assertThat(Judge.judge(Json.of("9".repeat(1_000_000)), range).words()).contains("is no number");
    }

    // ---- limits on many requests

    private static LoadWindow window(long answered, long errors, int p95Millis) {
        Instant from = Instant.EPOCH;
        return new LoadWindow(
                from,
                from.plusSeconds(1),
                answered,
                errors,
                Duration.ofMillis(10),
                Duration.ofMillis(p95Millis),
                Duration.ofMillis(p95Millis * 2L),
                Duration.ofMillis(p95Millis * 3L));
    }

    private static Tolerance.Slo slo(int minSamples) {
        return new Tolerance.Slo(
                Map.of(95.0, Duration.ofMillis(200)), Optional.of(new Percent(1)), minSamples, Optional.empty());
    }

    @Test
    void limitsOnPercentilesAndErrorsMustAllHold() {
        assertThat(Judge.judge(window(100, 1, 200), slo(50)).met()).isTrue();
        Judgement slow = Judge.judge(window(100, 0, 201), slo(50));
        assertThat(slow.met()).isFalse();
        assertThat(slow.words()).contains("p95 201 ms, limit 200 ms");
        Judgement wrong = Judge.judge(window(100, 2, 10), slo(50));
        assertThat(wrong.met()).isFalse();
        assertThat(wrong.words()).contains("errors 2% of 100, limit 1%");
        assertThat(Judge.judge(window(50, 0, 10), slo(50)).met()).isTrue();
    }

    @Test
    void tooFewSamplesSayNothingEitherWay() {
        Judgement few = Judge.judge(window(49, 49, 900), slo(50));
        assertThat(few.enough()).isFalse();
        assertThat(few.met()).isFalse();
        assertThat(few.words()).isEqualTo("49 samples, at least 50 are needed");
    }

    @Test
    void everyPercentileOfAWindowIsKnownByItsName() {
        var all = new Tolerance.Slo(
                Map.of(
                        50.0, Duration.ofMillis(10),
                        95.0, Duration.ofMillis(20),
                        99.0, Duration.ofMillis(40),
                        100.0, Duration.ofMillis(60)),
                Optional.empty(),
                1,
                Optional.empty());
        assertThat(Judge.judge(window(10, 0, 20), all).met()).isTrue();
        assertThat(Judge.judge(window(10, 0, 21), all).met()).isFalse();
    }

    @Test
    void whatIsNoLoadMeetsNoLimits() {
        assertThat(met(OK, slo(1))).isFalse();
    }
}
