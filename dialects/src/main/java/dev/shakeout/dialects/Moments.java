package dev.shakeout.dialects;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Dates and moments of YAML 1.1 as Python's isoformat() writes them. */
final class Moments {
    private static final Pattern MOMENT = Pattern.compile(
            "(\\d{4})-(\\d\\d?)-(\\d\\d?)"
                    + "(?:(?:[Tt]|[ \\t]+)(\\d\\d?):(\\d\\d):(\\d\\d)(?:\\.(\\d*))?(?:[ \\t]*(?:(Z)|([-+])(\\d\\d?)(?::(\\d\\d))?))?)?");
    private static final int HOUR = 4;
    private static final int FRACTION = 7;
    private static final int UTC = 8;
    private static final int SIGN = 9;

    private Moments() {}

    /** @param text that has the form of one; as it is when no calendar has it */
    static String iso(String text) {
        var found = MOMENT.matcher(text);
        if (!found.matches()) {
            return text;
        }
        boolean day = found.group(HOUR) == null;
        String fraction = (given(found, FRACTION) + "000000").substring(0, 6);
        try {
            var time = LocalDateTime.of(
                    number(found, 1),
                    number(found, 2),
                    number(found, 3),
                    number(found, HOUR),
                    number(found, 5),
                    number(found, 6));
            String date = time.toLocalDate().toString();
            return day
                    ? date
                    : "%sT%02d:%02d:%02d%s%s"
                            .formatted(
                                    date,
                                    time.getHour(),
                                    time.getMinute(),
                                    time.getSecond(),
                                    Integer.parseInt(fraction) == 0 ? "" : "." + fraction,
                                    zone(found));
        } catch (DateTimeException _) {
            return text;
        }
    }

    private static String zone(MatchResult found) {
        if (!given(found, UTC).isEmpty()) {
            return "+00:00";
        }
        String sign = given(found, SIGN);
        if (sign.isEmpty()) {
            return "";
        }
        int hours = number(found, 10);
        int minutes = number(found, 11);
        return "%s%02d:%02d".formatted(hours + minutes == 0 ? "+" : sign, hours, minutes);
    }

    private static int number(MatchResult found, int group) {
        String digits = given(found, group);
        return digits.isEmpty() ? 0 : Integer.parseInt(digits);
    }

    private static String given(MatchResult found, int group) {
        return Optional.ofNullable(found.group(group)).orElse("");
    }
}
