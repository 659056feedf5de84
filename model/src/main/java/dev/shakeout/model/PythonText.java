package dev.shakeout.model;

import java.math.BigDecimal;
import java.util.stream.Collectors;

/** A value as Python's str() writes it, which is what Chaos Toolkit puts into a text. */
public final class PythonText {
    private PythonText() {}

    public static String of(Json value) {
        return value instanceof Json.Str(String text) ? text : inner(value);
    }

    /** As repr() does: text in quotes. */
    private static String inner(Json value) {
        return switch (value) {
            case Json.Str(String text) -> quoted(text);
            case Json.Num(BigDecimal number) -> number(number);
            case Json.Bool(boolean flag) -> flag ? "True" : "False";
            case Json.Null.NULL -> "None";
            case Json.Arr(var items) ->
                items.stream().map(PythonText::inner).collect(Collectors.joining(", ", "[", "]"));
            case Json.Obj(var members) ->
                members.entrySet().stream()
                        .map(member -> quoted(member.getKey()) + ": " + inner(member.getValue()))
                        .collect(Collectors.joining(", ", "{", "}"));
        };
    }

    /** A number that was written with a point or an exponent is a float there, even when it is whole. */
    private static String number(BigDecimal number) {
        if (number.scale() == 0) {
            return number.toPlainString();
        }
        var shortest = new BigDecimal(Double.toString(number.doubleValue())).stripTrailingZeros();
        int exponent = shortest.precision() - shortest.scale() - 1;
        if (shortest.signum() == 0) {
            return "0.0";
        }
        if (exponent >= -4 && exponent < 16) {
            String plain = shortest.toPlainString();
            return plain.contains(".") ? plain : plain + ".0";
        }
        var mantissa = shortest.movePointLeft(exponent).stripTrailingZeros();
        return mantissa.toPlainString() + "e" + (exponent < 0 ? "-" : "+") + (Math.abs(exponent) < 10 ? "0" : "")
                + Math.abs(exponent);
    }

    private static String quoted(String text) {
        char quote = text.contains("'") && !text.contains("\"") ? '"' : '\'';
        var written = new StringBuilder().append(quote);
        text.codePoints().forEach(c -> written.append(character(c, quote)));
        return written.append(quote).toString();
    }

    private static String character(int c, char quote) {
        return switch (c) {
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            case '\t' -> "\\t";
            case '\\' -> "\\\\";
            default -> {
                if (c == quote) {
                    yield "\\" + quote;
                }
                yield c < 0x20 || c == 0x7f ? "\\x%02x".formatted(c) : Character.toString(c);
            }
        };
    }
}
