package dev.shakeout.server.channel;

import java.util.List;
import java.util.Locale;

/** What somebody is told of. */
public enum Occasion {
    /** A run waits until people let it begin. */
    APPROVAL,
    /** A run is going to begin. */
    BEFORE,
    /** A run has begun. */
    START,
    /** A run is to halt, or nothing may be run any more. */
    HALT,
    /** What was halted may be run again: for those who are told of halts. */
    RELEASE,
    /** A run has ended. */
    END,
    /** A run has exposed a weakness. */
    FINDING,
    /** Somebody tries whether a channel works. */
    TEST;

    /** Those that a channel asks for. */
    public static final List<Occasion> ASKED = List.of(APPROVAL, BEFORE, START, HALT, END, FINDING);

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Occasion ofWord(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }

    /** What a channel has to ask for to be told of it. */
    Occasion asked() {
        return this == RELEASE ? HALT : this;
    }
}
