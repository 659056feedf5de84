package dev.shakeout.model.jsonpath;

import dev.shakeout.model.BadValue;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A word of a path.
 *
 * @param at the index of its first character
 */
record Token(Kind kind, String text, int at) {
    enum Kind {
        SIGN,
        WORD,
        TEXT,
        NUMBER,
        END
    }

    private static final int LONGEST = 10_000;

    private static final Pattern NEXT = Pattern.compile("(?<space>[ \\t\\n\\r]++)"
            + "|(?<word>[_A-Za-z][_A-Za-z0-9]*+)"
            + "|(?<text>\"[^\"\\\\\\x00-\\x1f]*+(?:\\\\(?:[\"\\\\/bfnrt]|u[0-9a-fA-F]{4})[^\"\\\\\\x00-\\x1f]*+)*+\")"
            + "|(?<number>-?(?:0|[1-9][0-9]*+)(?:\\.[0-9]++)?(?:[Ee][+-]?(?:0|[1-9][0-9]*+))?)"
            + "|(?<sign>\\.\\.|>=|<=|!=|[@$.*=<>{}\\[\\]:,()?])");

    static List<Token> all(String text) {
        if (text.length() > LONGEST) {
            throw new BadValue("the path is longer than " + LONGEST + " characters");
        }
        var tokens = new ArrayList<Token>();
        Matcher next = NEXT.matcher(text);
        int at = 0;
        while (at < text.length()) {
            if (!next.region(at, text.length()).lookingAt()) {
                throw unexpected(text, at);
            }
            if (next.group("space") == null) {
                tokens.add(new Token(kind(next), next.group(), at));
            }
            at = next.end();
        }
        tokens.add(new Token(Kind.END, "", text.length()));
        return tokens;
    }

    private static Kind kind(Matcher next) {
        if (next.group("word") != null) {
            return Kind.WORD;
        }
        if (next.group("text") != null) {
            return Kind.TEXT;
        }
        return next.group("number") != null ? Kind.NUMBER : Kind.SIGN;
    }

    private static BadValue unexpected(String text, int at) {
        String hint = switch (text.charAt(at)) {
            case '\'' -> "; names stand in double quotes";
            case '"' -> "; the text in double quotes does not end, or holds what JSON does not allow";
            case '&', '|', '!' -> "; write and, or, not";
            default -> "";
        };
        return new BadValue("'" + Character.toString(text.codePointAt(at)) + "' at character " + (at + 1)
                + " cannot be read" + hint);
    }

    boolean is(String sign) {
        return kind == Kind.SIGN && text.equals(sign);
    }

    boolean isWord(String word) {
        return kind == Kind.WORD && text.equals(word);
    }

    String shown() {
        return kind == Kind.END ? "the end" : "'" + text + "' at character " + (at + 1);
    }
}
