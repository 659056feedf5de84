package dev.shakeout.dialects.cel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shakeout.dialects.cel.Expressions.Read;
import dev.shakeout.model.BadValue;
import dev.shakeout.model.Expression;
import dev.shakeout.model.Expression.Field;
import dev.shakeout.model.Json;
import dev.shakeout.model.Output;
import dev.shakeout.model.Output.Kind;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExpressionsTest {
    private static final Expressions EXPRESSIONS = new Expressions(Subject.PROBES, probes());

    private static final Map<String, Json.Obj> READINGS = Map.of(
            "orders", Json.object("failed", false, "p95", 412, "errorRate", 0.5, "samples", 50),
            "health",
                    Json.object(
                            "failed",
                            false,
                            "status",
                            503,
                            "body",
                            Json.object("queue", 7, "state", "DOWN"),
                            "millis",
                            3.5),
            "gone", Json.object("failed", true, "error", "Connection refused"));

    private static Map<String, List<Output>> probes() {
        var probes = new LinkedHashMap<String, List<Output>>();
        probes.put(
                "orders",
                List.of(
                        new Output("p95", Kind.NUMBER, ""),
                        new Output("errorRate", Kind.NUMBER, ""),
                        new Output("samples", Kind.WHOLE, "")));
        probes.put("health", List.of(new Output("status", Kind.WHOLE, ""), new Output("body", Kind.ANY, "")));
        probes.put("gone", List.of(new Output("status", Kind.WHOLE, "")));
        return probes;
    }

    @ParameterizedTest
    @CsvSource(delimiterString = " -> ", quoteCharacter = '"', textBlock = """
            probes['orders'].p95 > 400 && probes['health'].status != 200 -> true
            probes['orders'].p95 > 412 -> false
            probes['orders'].p95 * 2.0 >= 824.0 -> true
            probes.orders.errorRate <= 0.5 -> true
            probes['health'].body.queue == 7 -> true
            probes['health'].body.queue > 6.5 -> true
            probes['health'].body.state in ['DOWN', 'STARTING'] -> true
            probes['health'].body.state.matches('^D.*N$') -> true
            probes['gone'].failed || probes['gone'].status != 200 -> true
            probes['gone'].failed && probes['orders'].p95 > 1000 -> false
            probes['gone'].error.contains('refused') -> true
            has(probes['gone'].status) -> false
            [200, 204].exists(s, s == probes['health'].status) -> false
            """)
    void an_expression_answers_from_the_readings(String text, boolean answer) {
        assertThat(good(text).holds(READINGS)).isEqualTo(answer);
    }

    @Test
    void it_knows_what_it_looks_at_in_the_order_of_the_text() {
        assertThat(good("probes['orders'].p95 > 400 && (probes.health.status != 200 || probes['health'].value == 'x')")
                        .fields())
                .containsExactly(
                        new Field("orders", "p95"), new Field("health", "status"), new Field("health", "value"));
    }

    @Test
    void a_reading_that_lacks_what_is_asked_of_it_gives_no_answer_but_a_reason() {
        var expression = good("probes['gone'].status != 200");

        assertThatThrownBy(() -> expression.holds(READINGS))
                .isInstanceOf(BadValue.class)
                .hasMessage("the expression has no answer: key 'status' is not present in map.");
    }

    @ParameterizedTest
    @CsvSource(delimiterString = " -> ", quoteCharacter = '"', textBlock = """
            probes['order'].p95 > 1 -> no probe is named 'order'; did you mean 'orders'? (there is: orders, health, gone) (at character 16: `.p95 > 1`)
            probes['orders'].p96 > 1 -> 'orders' has no 'p96'; did you mean 'p95'? (it has: p95, errorRate, samples, failed, error, met, millis, value) (at character 17: `.p96 > 1`)
            probes['orders'].status == 1 -> 'orders' has no 'status'
            probes[1].p95 > 1 -> a probe is named by a text, as in probes['NAME']
            probes.exists(n, probes[n].failed) -> a probe is named by a text
            probes['orders'].p95 -> it must be true or false, as by a comparison; it gives a value of type double
            probes['orders'].value -> it must be true or false, as by a comparison; it gives a value of any type
            1 > 2 -> it looks at no probe, so it would say the same for ever
            probes['orders'].p95 + 1 > 2 -> '+' does not go with double, int (at character 22: `+ 1 > 2`)
            probes['health'].status == 'x' -> '==' does not go with int, string
            p95 > 400 -> 'p95' is not known; write probes['NAME'].FIELD (at character 1: `p95 > 400`)
            probes['orders'].p95 > -> it ends too early (at character 23, its end)
            probes['orders'].p95 > > 4 -> '>' does not belong here (at character 24: `> 4`)
            probes['orders'].p95 > 4 # x -> '#' is not understood (at character 26: `# x`)
            """)
    void a_mistake_is_told_with_its_place_and_what_is_allowed(String text, String mistake) {
        assertThat(bad(text)).anySatisfy(told -> assertThat(told).startsWith(mistake));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "((((",
                "'",
                "\"\\",
                "probes",
                "probes.",
                "probes[",
                "null",
                "\u0000",
                "🙂 > 1",
                "a.b.c.d()"
            })
    void whatever_stands_there_is_refused_in_words(String text) {
        assertThat(bad(text))
                .isNotEmpty()
                .allSatisfy(told -> assertThat(told).isNotBlank().doesNotContain("<EOF>", "Exception"));
    }

    @Test
    void a_nested_loop_and_a_long_text_end_in_bounded_time() {
        String many = "[1,2,3,4,5,6,7,8,9,10]";
        String loops = (many + ".all(a, " + many + ".all(b, " + many + ".all(c, " + many
                + ".all(d, probes.orders.samples > 1))))");
        var expression = good(loops);

        long start = System.nanoTime();
        assertThatThrownBy(() -> expression.holds(READINGS))
                .isInstanceOf(BadValue.class)
                .hasMessageContaining("1000");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
        assertThat(bad("probes.orders.p95 > 1 || ".repeat(1000) + "true"))
                .containsExactly("it is longer than 4000 characters");
        assertThat(bad("(".repeat(1900) + "true" + ")".repeat(1900))).isNotEmpty();
    }

    private static Expression good(String text) {
        return switch (EXPRESSIONS.read(text)) {
            case Read.Good(var expression) -> expression;
            case Read.Bad(var mistakes) -> throw new AssertionError(mistakes);
        };
    }

    private static List<String> bad(String text) {
        return switch (EXPRESSIONS.read(text)) {
            case Read.Good(var expression) -> throw new AssertionError(expression + " is fine");
            case Read.Bad(var mistakes) -> mistakes;
        };
    }
}
