package dev.shakeout.dialects.litmus;

import dev.shakeout.dialects.foreign.GoDuration;
import dev.shakeout.model.BadValue;
import dev.shakeout.model.Json;
import dev.shakeout.model.Type;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.regex.Pattern;

/**
 * A span of time as tunables and probes have it: a bare whole number, or a duration with its unit.
 *
 * @param unit of a bare number
 */
record LitmusTime(ChronoUnit unit) implements Type<Duration> {
    static final Type<Duration> SECONDS = new LitmusTime(ChronoUnit.SECONDS);
    static final Type<Duration> MILLIS = new LitmusTime(ChronoUnit.MILLIS);

    private static final Pattern WHOLE = Pattern.compile("\\d{1,9}");

    @Override
    public String name() {
        return "duration";
    }

    @Override
    public String allowed() {
        return "a whole number of " + (unit == ChronoUnit.SECONDS ? "seconds" : "milliseconds")
                + ", or a duration such as 30s";
    }

    @Override
    public Duration parse(Json json) {
        String text = json.text().strip();
        if (!WHOLE.matcher(text).matches()) {
            return GoDuration.TYPE.parse(Json.of(text));
        }
        Duration time = Duration.of(Long.parseLong(text), unit);
        if (time.compareTo(Duration.ofDays(365)) > 0) {
            throw new BadValue("'" + text + "' is more than a year");
        }
        return time;
    }

    @Override
    public Json.Obj schema() {
        return Json.object("type", "string");
    }
}
