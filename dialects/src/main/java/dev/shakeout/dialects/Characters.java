package dev.shakeout.dialects;

import dev.shakeout.model.InvalidInput;
import dev.shakeout.model.Position;
import dev.shakeout.model.Problem;
import java.util.regex.Pattern;

/** The characters of a file before anything is made of them. */
public final class Characters {
    /** The most that a file may have: some hundred times what a person writes, and little enough to hold several times over. */
    public static final int MOST = 16 << 20;

    private static final int STRETCH = 64;

    private static final Pattern LONE_RETURN = Pattern.compile("\r(?!\n)");

    private Characters() {}

    /**
     * The text without its byte order mark, and with line breaks that every parser counts alike.
     *
     * @throws InvalidInput when it is too long, or holds what neither JSON nor YAML allows; the parsers' own messages do not
     *     say where that is
     */
    public static String checked(String file, String text) {
        if (text.length() > MOST) {
            throw tooLarge(file, MOST);
        }
        String document = text.startsWith("\uFEFF") ? text.substring(1) : text;
        if (document.indexOf('\r') >= 0) {
            document = LONE_RETURN.matcher(document).replaceAll("\n");
        }
        for (int i = afterPlain(document, 0); i < document.length(); i = afterPlain(document, i + 1)) {
            char c = document.charAt(i);
            if ((c < ' ' && c != '\t' && c != '\r' && c != '\n') || c == 0x7f) {
                throw refuse("the control character", c, file, document, i);
            }
            if (Character.isHighSurrogate(c)
                    && i + 1 < document.length()
                    && Character.isLowSurrogate(document.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(c)) {
                throw refuse("half a character,", c, file, document, i);
            }
        }
        return document;
    }

    /** Past some characters that are surely allowed. A method that is called often is compiled sooner than a long loop. */
    private static int afterPlain(String text, int start) {
        int end = Math.min(text.length(), start + STRETCH);
        int at = start;
        while (at < end && text.charAt(at) >= ' ' && text.charAt(at) < 0x7f) {
            at++;
        }
        return at;
    }

    /**
     * @param file its name
     * @param most bytes or characters that it may have
     */
    public static InvalidInput tooLarge(String file, int most) {
        return new InvalidInput(Problem.at(
                new Position(file, 1, 1),
                "the file is larger than " + (most >> 20) + " MB, which is the most that is read"));
    }

    private static InvalidInput refuse(String what, char c, String file, String text, int at) {
        int lineStart = text.lastIndexOf('\n', at - 1) + 1;
        int line = 1
                + (int) text.substring(0, lineStart)
                        .chars()
                        .filter(each -> each == '\n')
                        .count();
        return new InvalidInput(Problem.at(
                new Position(file, line, at - lineStart + 1),
                what
                        + " U+%04X%s is not allowed; remove it, or write it as an escape in quotes"
                                .formatted((int) c, Character.isSurrogate(c) ? "," : "")));
    }
}
