package dev.shakeout.dialects.foreign;

import dev.shakeout.model.BadValue;
import dev.shakeout.model.Json;
import dev.shakeout.model.Type;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A duration as Go's time.ParseDuration takes it: 300ms, 1h30m, 1.5h; 0 needs no unit. */
public record GoDuration(boolean signed) implements Type<Duration> {
    public static final GoDuration TYPE = new GoDuration(false);
    public static final GoDuration SIGNED = new GoDuration(true);

    private static final int LONGEST = 60;
    private static final String UNIT = "(ns|us|\u00b5s|\u03bcs|ms|s|m|h)";
    private static final Pattern PART = Pattern.compile("(\\d{1,12}(?:\\.\\d{0,9})?|\\.\\d{1,9})" + UNIT);
    private static final Pattern WHOLE = Pattern.compile(
            "[-+]?(?:0|(?:(?:\\d{1,12}(?:\\.\\d{0,9})?|\\.\\d{1,9})" + "(?:ns|us|\u00b5s|\u03bcs|ms|s|m|h))+)");
    private static final BigDecimal MOST = BigDecimal.valueOf(3650L * 86_400).movePointRight(9);

    @Override
    public String name() {
        return "duration";
    }

    @Override
    public String allowed() {
        return "a duration such as 300ms, 30s or 1h30m" + (signed ? ", with a minus for the past" : "");
    }

    @Override
    public Duration parse(Json json) {
        String text = json.text();
        if (text.length() > LONGEST || !WHOLE.matcher(text).matches()) {
            throw new BadValue("'" + text + "' is no duration");
        }
        var nanos = BigDecimal.ZERO;
        Matcher part = PART.matcher(text);
        while (part.find()) {
            nanos = nanos.add(new BigDecimal(part.group(1)).multiply(nanosPer(part.group(2))));
        }
        if (nanos.compareTo(MOST) > 0) {
            throw new BadValue("'" + text + "' is more than ten years");
        }
        var duration = Duration.ofNanos(nanos.setScale(0, RoundingMode.HALF_UP).longValueExact());
        if (!text.startsWith("-")) {
            return duration;
        }
        if (!signed && !duration.isZero()) {
            throw new BadValue("'" + text + "' is before its own beginning");
        }
        return duration.negated();
    }

    private static BigDecimal nanosPer(String unit) {
        return BigDecimal.valueOf(
                switch (unit) {
                    case "ns" -> 1L;
                    case "ms" -> 1_000_000L;
                    case "s" -> 1_000_000_000L;
                    case "m" -> 60_000_000_000L;
                    case "h" -> 3_600_000_000_000L;
                    default -> 1_000L;
                });
    }

    @Override
    public Json.Obj schema() {
        return Json.object("type", "string", "pattern", "^" + WHOLE.pattern() + "$");
    }

    /** As our own format writes it: the largest unit that needs no point. */
    public static Json ours(Duration duration) {
        return Json.of((duration.isNegative() ? "-" : "") + positive(duration.abs()));
    }

    private static String positive(Duration duration) {
        long nanos = duration.toNanos();
        for (var unit : new String[] {"h", "m", "s", "ms", "us"}) {
            long per = nanosPer(unit).longValueExact();
            if (nanos % per == 0 && (nanos != 0 || unit.equals("s"))) {
                return nanos / per + unit;
            }
        }
        return BigDecimal.valueOf(nanos, 3).toPlainString() + "us";
    }
}
