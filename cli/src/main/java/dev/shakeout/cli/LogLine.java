package dev.shakeout.cli;

import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * One line of what a command did.
 *
 * @param about what it is about, by the names of fields: run, environment, agent, trace_id
 */
record LogLine(Instant at, Level level, String words, Map<String, String> about) {
    LogLine(Instant at, Level level, String words) {
        this(at, level, words, Map.of());
    }

    /** How much a line matters; the names are those of Chaos Toolkit's --log-file-level. */
    enum Level {
        DEBUG,
        INFO,
        WARNING,
        ERROR;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Optional<Level> of(String word) {
            for (Level level : values()) {
                if (level.word().equals(word)) {
                    return Optional.of(level);
                }
            }
            return Optional.empty();
        }
    }
}
