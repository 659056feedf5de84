package dev.shakeout.report;

import dev.shakeout.model.Inverse;
import java.util.regex.Pattern;

/** Text from outside, made safe to show: nothing invisible is left in it that could mislead a reader or break XML. */
final class Plain {
    private static final Pattern SHELL_SAFE = Pattern.compile("[A-Za-z0-9_./:@%+=,-]+");

    private Plain() {}

    /**
     * The same text with characters that XML 1.0 forbids replaced by U+FFFD, and those that reorder what follows (the
     * bidirectional controls of Unicode TR9) spelt out.
     */
    static String visible(String text) {
        var out = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            if (reorders(c)) {
                out.append("[U+%04X]".formatted(c));
            } else {
                out.appendCodePoint(allowed(c) ? c : 0xFFFD);
            }
        });
        return out.toString();
    }

    /** On one line, for headings, table cells and attributes. */
    static String line(String text) {
        return visible(text).replaceAll("\\s+", " ").strip();
    }

    /** At most this many characters, with a mark where the rest was cut. */
    static String shortened(String text, int most) {
        return text.codePointCount(0, text.length()) <= most
                ? text
                : text.substring(0, text.offsetByCodePoints(0, most - 1)) + "…";
    }

    static String shellWord(String word) {
        return SHELL_SAFE.matcher(word).matches() ? word : Inverse.quote(word.replace("\0", ""));
    }

    private static boolean reorders(int c) {
        return c == 0x061C
                || c == 0x200E
                || c == 0x200F
                || (c >= 0x202A && c <= 0x202E)
                || (c >= 0x2066 && c <= 0x2069);
    }

    private static boolean allowed(int c) {
        return c == '\t'
                || c == '\n'
                || c == '\r'
                || (c >= 0x20 && c <= 0xD7FF && (c < 0x7F || c > 0x9F))
                || (c >= 0xE000 && c <= 0xFFFD)
                || c >= 0x10000;
    }
}
