package dev.shakeout.model;

import java.math.BigDecimal;

/**
 * Values as Python compares them: true is 1 and false is 0; a number written with a point or an exponent is a double, any
 * other is whole and exact; what is equal is equal however it is written.
 */
public final class PythonValue {
    private PythonValue() {}

    public static boolean isNumber(Json value) {
        return value instanceof Json.Num || value instanceof Json.Bool;
    }

    /** Whether it is an int there, of which bool is a kind. */
    public static boolean isWhole(Json value) {
        return switch (value) {
            case Json.Bool _ -> true;
            case Json.Num(var number) -> number.scale() == 0;
            case Json.Obj _, Json.Arr _, Json.Str _, Json.Null _ -> false;
        };
    }

    /** A whole value as an index; beyond what a list can hold it is as good as the largest that it can. */
    public static int index(Json whole) {
        int limit = Integer.MAX_VALUE / 2;
        return number(whole)
                .max(BigDecimal.valueOf(-limit))
                .min(BigDecimal.valueOf(limit))
                .intValue();
    }

    /** Less than, equal to or greater than 0, of two that are numbers. */
    public static int compareNumbers(Json left, Json right) {
        double a = number(left).doubleValue();
        double b = number(right).doubleValue();
        boolean exact = Double.isFinite(a) && Double.isFinite(b);
        return exact ? exactly(left).compareTo(exactly(right)) : Double.compare(a, b);
    }

    /** The number that Python's Decimal() makes of it: a double to its last binary digit. It must be finite. */
    public static BigDecimal exactly(Json value) {
        BigDecimal number = number(value);
        return isWhole(value) ? number : new BigDecimal(number.doubleValue());
    }

    private static BigDecimal number(Json value) {
        return switch (value) {
            case Json.Num(var number) -> number;
            case Json.Bool(boolean flag) -> flag ? BigDecimal.ONE : BigDecimal.ZERO;
            case Json.Obj _, Json.Arr _, Json.Str _, Json.Null _ ->
                throw new IllegalArgumentException(value.kind() + " is no number");
        };
    }

    public static boolean same(Json left, Json right) {
        if (isNumber(left) && isNumber(right)) {
            return compareNumbers(left, right) == 0;
        }
        return left.alike(right, PythonValue::same);
    }
}
