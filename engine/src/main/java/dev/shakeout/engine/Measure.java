package dev.shakeout.engine;

import dev.shakeout.model.Decimals;
import dev.shakeout.model.Json;
import dev.shakeout.model.PythonValue;
import dev.shakeout.model.Rules;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/**
 * How values are compared. By our own rules a number is what is written, so 0.1 is a tenth, and truth is no number. By
 * Chaos Toolkit's it is as in Python: 0.1 is a double, a little more than a tenth, and true is 1.
 */
record Measure(Rules rules) {
    static final Measure AS_WRITTEN = new Measure(Rules.SHAKEOUT);

    boolean same(Json a, Json b) {
        return rules.ours() ? sameAsWritten(a, b) : PythonValue.same(a, b);
    }

    /** Numbers, or texts by their letters. */
    boolean between(Json value, Json least, Json most) {
        if (value instanceof Json.Str(String text)
                && least instanceof Json.Str(String low)
                && most instanceof Json.Str(String high)) {
            return low.compareTo(text) <= 0 && text.compareTo(high) <= 0;
        }
        if (!rules.ours()) {
            return List.of(value, least, most).stream().allMatch(PythonValue::isNumber)
                    && PythonValue.compareNumbers(least, value) <= 0
                    && PythonValue.compareNumbers(value, most) <= 0;
        }
        var numbers = List.of(number(value), number(least), number(most));
        return numbers.stream().allMatch(Optional::isPresent)
                && inside(
                        numbers.get(0).orElseThrow(),
                        numbers.get(1).orElseThrow(),
                        numbers.get(2).orElseThrow());
    }

    /** @param value as {@link #number} gave it */
    boolean between(BigDecimal value, BigDecimal least, BigDecimal most) {
        return rules.ours()
                ? inside(value, least, most)
                : inside(value, PythonValue.exactly(new Json.Num(least)), PythonValue.exactly(new Json.Num(most)));
    }

    private static boolean inside(BigDecimal value, BigDecimal least, BigDecimal most) {
        return value.compareTo(least) >= 0 && value.compareTo(most) <= 0;
    }

    /** The number that a value is, or that a text says. */
    Optional<BigDecimal> number(Json value) {
        return switch (value) {
            case Json.Num(var number) -> Optional.of(rules.ours() ? number : PythonValue.exactly(value));
            case Json.Str(String text) -> Decimals.parse(text.strip());
            case Json.Bool _ -> rules.ours() ? Optional.empty() : Optional.of(PythonValue.exactly(value));
            case Json.Arr _, Json.Obj _, Json.Null _ -> Optional.empty();
        };
    }

    private static boolean sameAsWritten(Json a, Json b) {
        if (a instanceof Json.Num(var x) && b instanceof Json.Num(var y)) {
            return x.compareTo(y) == 0;
        }
        return a.alike(b, Measure::sameAsWritten);
    }
}
