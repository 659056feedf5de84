package dev.shakeout.dialects;

import java.io.Reader;

/**
 * Reads a text in pieces that never end amid a character beyond U+FFFF. The YAML parser means to read the other half by
 * itself then, and writes beyond its buffer.
 */
public final class WholeCharacters extends Reader {
    private final String text;
    private int at;

    public WholeCharacters(String text) {
        this.text = text;
    }

    @Override
    public int read(char[] into, int offset, int length) {
        if (at == text.length()) {
            return -1;
        }
        int end = Math.min(text.length(), at + length);
        if (end < text.length() && end - at > 1 && Character.isHighSurrogate(text.charAt(end - 1))) {
            end--;
        }
        int read = end - at;
        text.getChars(at, end, into, offset);
        at = end;
        return read;
    }

    @Override
    public void close() {}
}
