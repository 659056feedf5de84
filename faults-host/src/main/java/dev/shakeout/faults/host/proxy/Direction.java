package dev.shakeout.faults.host.proxy;

import java.util.Locale;

/** Which way bytes go. */
enum Direction {
    REQUESTS,
    ANSWERS,
    BOTH;

    /** @throws IllegalArgumentException when the word is none of these, in small letters */
    static Direction parse(String word) {
        for (Direction direction : values()) {
            if (direction.word().equals(word)) {
                return direction;
            }
        }
        throw new IllegalArgumentException("'" + word + "' is no direction; known are: requests, answers, both");
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether what is meant for this direction concerns one of the two ways. */
    boolean covers(Direction way) {
        return this == BOTH || this == way;
    }
}
