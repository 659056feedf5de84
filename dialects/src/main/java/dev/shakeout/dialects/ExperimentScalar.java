package dev.shakeout.dialects;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.shakeout.model.BadValue;
import dev.shakeout.model.Decimals;
import dev.shakeout.model.Json;
import java.math.BigDecimal;
import java.util.Base64;
import java.util.Set;
import java.util.function.Supplier;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * What a scalar of YAML 1.1 stands for in an experiment. Numbers are exact, and one with a point keeps a digit after it, which
 * tells it from a whole one. A date or a moment is text in ISO 8601, as Chaos Toolkit's journal has it; one that no calendar
 * has stays as it is written. Infinities and NaN are refused, since neither a journal nor a request can hold them.
 */
final class ExperimentScalar {
    private static final int LONGEST_QUOTE = 100;

    private static final String FIRST_OF_NO_TEXT = "yYnNtTfFoO~<+-.0123456789";
    private static final Set<String> PAIRS = Set.of(Tag.PREFIX + "omap", Tag.PREFIX + "pairs");
    private static final Set<String> COLLECTIONS = Set.of("!", Tag.PREFIX + "map", Tag.PREFIX + "seq");

    private ExperimentScalar() {}

    /** Whether it is text even when it stands without quotes. */
    static boolean isText(String text) {
        return text.isEmpty()
                || FIRST_OF_NO_TEXT.indexOf(text.charAt(0)) < 0
                || Yaml11Scalars.tag(text, true).equals(Tag.STR);
    }

    /**
     * Without quotes and without a tag.
     *
     * @param number whether it is a number by YAML 1.2, so that one of too many digits is not taken for text
     * @throws BadValue a number that cannot be used
     */
    static Json plain(String text, boolean number) {
        if (text.length() > Yaml11Scalars.LONGEST && number) {
            throw new BadValue(Decimals.NOT_ALLOWED);
        }
        return isText(text) ? Json.of(text) : value(Yaml11Scalars.tag(text, true), text);
    }

    /** @throws BadValue a tag that is not YAML's own, or that the text does not fit */
    static Json tagged(String tag, String text) {
        String name = tag.startsWith(Tag.PREFIX) ? tag.substring(Tag.PREFIX.length()) : tag;
        Tag plain = isText(text) ? Tag.STR : Yaml11Scalars.tag(text, true);
        return switch (name) {
            case "!", "str" -> Json.of(text);
            case "null" -> Json.Null.NULL;
            case "bool" -> value(fitting(Tag.BOOL, plain, name, text), text);
            case "int" -> value(fitting(Tag.INT, plain, name, text), text);
            case "float" ->
                plain.equals(Tag.INT)
                        ? number(() -> decimal(text), true)
                        : value(fitting(Tag.FLOAT, plain, name, text), text);
            case "timestamp" -> value(fitting(Yaml11Scalars.TIMESTAMP, plain, name, text), text);
            case "binary" -> bytes(text);
            default -> throw unknown(tag);
        };
    }

    private static Tag fitting(Tag wanted, Tag found, String name, String text) {
        if (!wanted.equals(found)) {
            throw new BadValue("the tag !!" + name + " does not fit "
                    + (text.length() > LONGEST_QUOTE ? "this text" : "'" + text + "'"));
        }
        return wanted;
    }

    /** @throws BadValue for one that is not YAML's own */
    static boolean checkCollection(String tag) {
        if (!COLLECTIONS.contains(tag) && !PAIRS.contains(tag)) {
            throw unknown(tag);
        }
        return true;
    }

    /** Whether a list with this tag has pairs of keys and values. */
    static boolean isPairs(String tag) {
        return PAIRS.contains(tag);
    }

    private static BadValue unknown(String tag) {
        String written = tag.startsWith(Tag.PREFIX) ? "!!" + tag.substring(Tag.PREFIX.length()) : tag;
        return new BadValue("the tag " + written + " means nothing in an experiment; leave it out");
    }

    private static Json value(Tag tag, String text) {
        if (tag.equals(Tag.INT)) {
            return number(() -> new BigDecimal(Yaml11Scalars.whole(text)), false);
        }
        if (tag.equals(Tag.FLOAT)) {
            if (!Yaml11Scalars.isFinite(text)) {
                throw new BadValue(Decimals.NOT_ALLOWED);
            }
            return number(() -> Yaml11Scalars.fraction(text), true);
        }
        return tag.equals(Yaml11Scalars.TIMESTAMP) ? Json.of(Moments.iso(text)) : Yaml11Scalars.value(tag, text);
    }

    private static BigDecimal decimal(String text) {
        return new BigDecimal(text.replace("_", ""));
    }

    private static Json number(Supplier<BigDecimal> read, boolean point) {
        try {
            BigDecimal value =
                    Decimals.parse(read.get().toString()).orElseThrow(() -> new BadValue(Decimals.NOT_ALLOWED));
            return new Json.Num(point && value.scale() < 1 ? value.setScale(1) : value);
        } catch (NumberFormatException _) { // 0x_, which looks like one
            throw new BadValue(Decimals.NOT_ALLOWED);
        }
    }

    /** Bytes are the text that they spell. */
    private static Json bytes(String text) {
        try {
            return Json.of(new String(Base64.getMimeDecoder().decode(text), UTF_8));
        } catch (IllegalArgumentException e) {
            throw new BadValue("the tag !!binary needs base64: " + e.getMessage());
        }
    }
}
