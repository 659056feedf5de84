package dev.shakeout.model;

/** Makes a message fit for a terminal whatever a file has put into it. */
public final class Wording {
    private static final int MAX_LENGTH = 1200;
    private static final int KEPT_AT_THE_END = 400;

    private Wording() {}

    public static String clean(String message) {
        return brief(escaped(brief(message)));
    }

    private static String brief(String message) {
        return message.length() <= MAX_LENGTH
                ? message
                : message.substring(0, MAX_LENGTH - KEPT_AT_THE_END)
                        + " … "
                        + message.substring(message.length() - KEPT_AT_THE_END);
    }

    private static String escaped(String message) {
        var out = new StringBuilder();
        message.codePoints().forEach(c -> {
            if (steers(c) || isLoneSurrogate(c)) {
                out.append("\\u%04x".formatted(c));
            } else {
                out.appendCodePoint(c);
            }
        });
        return out.toString();
    }

    private static boolean steers(int codePoint) {
        return Character.isISOControl(codePoint)
                || switch (Character.getType(codePoint)) {
                    case Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> true;
                    default -> false;
                };
    }

    private static boolean isLoneSurrogate(int codePoint) {
        return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
    }
}
