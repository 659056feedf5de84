package dev.shakeout.server.schedule;

import java.util.Locale;

/** What is done when a start is due and a run of the same schedule is under way. */
public enum Concurrency {
    /** It is skipped. */
    FORBID,
    /** It is started beside it. */
    ALLOW,
    /** The one under way is halted; when it has taken everything back and ended, the new one is started. */
    REPLACE;

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException there is none of this word */
    public static Concurrency ofWord(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
