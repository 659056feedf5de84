package dev.shakeout.model;

import java.time.Duration;
import java.util.regex.Pattern;

/** Durations as people write and read them: 400ms, 30s, 1m30s, 2h. */
public final class Span {
    private static final TextForm FORM = TextForm.of("(\\d+(\\.\\d+)? *(us|ms|s|m|h|d) *)+", "400ms", "30s");
    private static final Pattern PART = Pattern.compile("(\\d+(?:\\.\\d+)?) *(us|ms|s|m|h|d)");

    private static final int LONGEST = 100;

    private Span() {}

    public static Duration parse(String text) {
        // the matcher recurses once per part, so a text of thousands of them would exhaust the stack
        if (text.length() > LONGEST || !FORM.matcher(text).matches()) {
            throw new BadValue("'" + text + "' is not a duration; write it with its unit, such as 400ms, 30s or 1m30s");
        }
        double nanos = 0;
        var part = PART.matcher(text);
        while (part.find()) {
            nanos += Double.parseDouble(part.group(1)) * nanosPer(part.group(2));
        }
        return Duration.ofNanos(Math.round(nanos));
    }

    /** What text is a duration, as JSON Schema says it. */
    public static Json.Obj schema() {
        return FORM.schema();
    }

    private static double nanosPer(String unit) {
        return switch (unit) {
            case "us" -> 1e3;
            case "ms" -> 1e6;
            case "m" -> 60e9;
            case "h" -> 3600e9;
            case "d" -> 86400e9;
            default -> 1e9;
        };
    }

    /** Two units at most, the way a person would say it: 12 ms, 3.4 s, 2 m 5 s. */
    public static String words(Duration duration) {
        double seconds = seconds(duration);
        if (duration.isNegative()) {
            return "-" + words(duration.negated());
        }
        if (seconds < 1) {
            return Numbers.brief(seconds * 1000) + " ms";
        }
        if (seconds < 60) {
            return Numbers.brief(seconds) + " s";
        }
        long whole = Math.round(seconds);
        return whole < 3600 ? whole / 60 + " m " + whole % 60 + " s" : whole / 3600 + " h " + whole % 3600 / 60 + " m";
    }

    public static double seconds(Duration duration) {
        return nanos(duration) / 1e9;
    }

    public static double millis(Duration duration) {
        return nanos(duration) / 1e6;
    }

    /** Also of centuries, which only a damaged journal has. */
    private static double nanos(Duration duration) {
        boolean countable = Math.abs(duration.toSeconds()) < Long.MAX_VALUE / 1_000_000_001;
        return countable ? (double) duration.toNanos() : duration.toSeconds() * 1e9;
    }
}
