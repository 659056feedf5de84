package dev.shakeout.dialects;

import dev.shakeout.model.Json;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.Tag;

/** What a plain scalar of YAML 1.1 stands for (yaml.org/type; PyYAML's resolver and constructor). */
public final class Yaml11Scalars {
    static final Tag TIMESTAMP = new Tag(Tag.PREFIX + "timestamp");
    private static final Tag VALUE = new Tag(Tag.PREFIX + "value");

    /** What is longer is no number that could be used, and would take the patterns long. */
    static final int LONGEST = 1_000;

    private static final Set<String> TRUE = Set.of("yes", "true", "on");
    private static final Pattern BOOL =
            Pattern.compile("yes|Yes|YES|no|No|NO|true|True|TRUE|false|False|FALSE|on|On|ON|off|Off|OFF");
    private static final Pattern NULL = Pattern.compile("~|null|Null|NULL|");
    private static final Pattern INT = Pattern.compile(
            "[-+]?0b[0-1_]+|[-+]?0[0-7_]+|[-+]?(?:0|[1-9][0-9_]*)|[-+]?0x[0-9a-fA-F_]+|[-+]?[1-9][0-9_]*(?::[0-5]?[0-9])+");
    private static final Pattern FLOAT = Pattern.compile("[-+]?[0-9][0-9_]*\\.[0-9_]*(?:[eE][-+][0-9]+)?"
            + "|\\.[0-9][0-9_]*(?:[eE][-+][0-9]+)?|[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+\\.[0-9_]*"
            + "|[-+]?\\.(?:inf|Inf|INF)|\\.(?:nan|NaN|NAN)");
    private static final Pattern TIME =
            Pattern.compile("\\d{4}-\\d\\d-\\d\\d|\\d{4}-\\d\\d?-\\d\\d?(?:[Tt]|[ \\t]+)\\d\\d?"
                    + ":\\d\\d:\\d\\d(?:\\.\\d*)?(?:[ \\t]*(?:Z|[-+]\\d\\d?(?::\\d\\d)?))?");

    private Yaml11Scalars() {}

    /** @param plain not in quotes, and no block */
    public static Tag tag(String text, Boolean plain) {
        if (!plain || text.length() > LONGEST) {
            return Tag.STR;
        }
        return BOOL.matcher(text).matches()
                ? Tag.BOOL
                : FLOAT.matcher(text).matches() ? Tag.FLOAT : INT.matcher(text).matches() ? Tag.INT : other(text);
    }

    private static Tag other(String text) {
        return switch (text) {
            case "<<" -> Tag.MERGE;
            case "=" -> VALUE;
            default ->
                NULL.matcher(text).matches() ? Tag.NULL : TIME.matcher(text).matches() ? TIMESTAMP : Tag.STR;
        };
    }

    /** Of a scalar with one of the tags above; an infinite number stays text, as JSON cannot say it, and so does what has no digits. */
    public static Json value(Tag tag, String text) {
        if (tag.equals(Tag.BOOL)) {
            return Json.of(TRUE.contains(text.toLowerCase(Locale.ROOT)));
        }
        if (tag.equals(Tag.NULL)) {
            return Json.Null.NULL;
        }
        if (tag.equals(Tag.INT)) {
            return number(text, () -> new BigDecimal(whole(text)));
        }
        if (!tag.equals(Tag.FLOAT)) {
            return Json.of(text);
        }
        Json value = isFinite(text)
                ? number(text, () -> BigDecimal.valueOf(fraction(text).doubleValue()))
                : Json.of(text);
        return value instanceof Json.Str(String odd)
                ? Json.of(odd.replace("_", "").toLowerCase(Locale.ROOT))
                : value;
    }

    /** The text again when it only looks like a number: 0x_, or an exponent beyond all measure. */
    private static Json number(String text, Supplier<BigDecimal> read) {
        try {
            return new Json.Num(read.get());
        } catch (NumberFormatException _) {
            return Json.of(text);
        }
    }

    static BigInteger whole(String written) {
        String text = written.replace("_", "");
        boolean minus = text.startsWith("-");
        String digits = text.startsWith("-") || text.startsWith("+") ? text.substring(1) : text;
        BigInteger value;
        if (digits.startsWith("0b")) {
            value = new BigInteger(digits.substring(2), 2);
        } else if (digits.startsWith("0x")) {
            value = new BigInteger(digits.substring(2), 16);
        } else if (digits.contains(":")) {
            value = sixtieths(digits).toBigInteger();
        } else {
            value = new BigInteger(digits, digits.startsWith("0") && digits.length() > 1 ? 8 : 10);
        }
        return minus ? value.negate() : value;
    }

    /** Whether a number with a point is neither infinite nor NaN. */
    static boolean isFinite(String text) {
        char last = Character.toLowerCase(text.charAt(text.length() - 1));
        return last != 'f' && last != 'n';
    }

    /** To the last digit. */
    static BigDecimal fraction(String written) {
        String text = written.replace("_", "");
        boolean minus = text.startsWith("-");
        String digits = minus || text.startsWith("+") ? text.substring(1) : text;
        BigDecimal value = digits.contains(":") ? sixtieths(digits) : new BigDecimal(digits);
        return minus ? value.negate() : value;
    }

    /** 1:30 is ninety. */
    private static BigDecimal sixtieths(String text) {
        var value = BigDecimal.ZERO;
        for (String part : text.split(":", -1)) {
            value = value.multiply(BigDecimal.valueOf(60)).add(new BigDecimal(part));
        }
        return value;
    }
}
