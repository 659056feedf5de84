package dev.shakeout.model;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * A number of something that lives long, defined once for all who ask for it in their own format.
 *
 * @param name in words with points between: runs.ended
 * @param help one sentence
 * @param samples looked up when they are asked for
 */
public record Measurement(String name, Kind kind, String help, Supplier<List<Sample>> samples) {
    /** How it may change. */
    public enum Kind {
        /** Only ever more. */
        COUNTER,
        GAUGE
    }

    /** @param labels what tells it from the others, in the order in which they are shown */
    public record Sample(Map<String, String> labels, long value) {}
}
