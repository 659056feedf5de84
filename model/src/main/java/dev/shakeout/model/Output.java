package dev.shakeout.model;

import java.util.List;

/**
 * One field of what a probe reads, as expressions see it.
 *
 * @param name as an expression writes it: errorRate
 * @param help a few words, with the unit
 */
public record Output(String name, Kind kind, String help) {
    public static final String FAILED = "failed";
    public static final String ERROR = "error";
    public static final String MET = "met";
    public static final String MILLIS = "millis";
    public static final String VALUE = "value";
    public static final String SKIPPED = "skipped";

    /** What every probe's reading has beside its own fields. */
    public static final List<Output> OF_EVERY_PROBE = List.of(
            new Output(FAILED, Kind.FLAG, "whether it could not be read"),
            new Output(ERROR, Kind.TEXT, "why it could not be read"),
            new Output(MET, Kind.FLAG, "whether the probe's own tolerance is met"),
            new Output(MILLIS, Kind.NUMBER, "how long the reading took, in milliseconds"),
            new Output(VALUE, Kind.ANY, "the whole output"));

    /** What every activity's outcome has beside the fields of its output. */
    public static final List<Output> OF_EVERY_ACTIVITY = List.of(
            new Output(SKIPPED, Kind.FLAG, "whether its own condition did not hold"),
            new Output(FAILED, Kind.FLAG, "whether it failed"),
            new Output(ERROR, Kind.TEXT, "why it failed"),
            new Output(MET, Kind.FLAG, "whether the probe's own tolerance is met"),
            new Output(MILLIS, Kind.NUMBER, "how long it took, in milliseconds"),
            new Output(VALUE, Kind.ANY, "the whole output"));

    /** What sort of value it is. */
    public enum Kind {
        NUMBER,
        WHOLE,
        TEXT,
        FLAG,
        ANY
    }

    /** The name of a member of an output as a field: error-rate is errorRate, as a hyphen would be a minus. */
    public static String fieldName(String member) {
        var name = new StringBuilder();
        for (String part : member.split("-", -1)) {
            name.append(
                    name.isEmpty() || part.isEmpty()
                            ? part
                            : Character.toUpperCase(part.charAt(0)) + part.substring(1));
        }
        return name.toString();
    }
}
