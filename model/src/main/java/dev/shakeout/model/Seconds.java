package dev.shakeout.model;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;

/** A time limit as Chaos Toolkit writes it, a bare number of seconds, or as Shakeout does, with its unit. */
public final class Seconds implements Type<Duration> {
    private static final Duration MOST = Duration.ofDays(1);
    private static final String PLAIN = "\\d{1,18}(?:\\.\\d{1,18})?";

    @Override
    public String name() {
        return "duration";
    }

    @Override
    public String allowed() {
        return "a duration such as 2s, or a number of seconds such as 2.5, above 0 and up to a day";
    }

    @Override
    public Duration parse(Json json) {
        Duration limit = read(json);
        if (limit.isPositive() && limit.compareTo(MOST) <= 0) {
            return limit;
        }
        throw new BadValue(json.text() + " is out of range; must be " + allowed());
    }

    @Override
    public Json.Obj schema() {
        return form().with("exclusiveMinimum", Json.of(0)).with("maximum", Json.of(MOST.toSeconds()));
    }

    /** A number of seconds, or text that is one or has its unit, as JSON Schema says it. */
    public static Json.Obj form() {
        Json.Obj span = Span.schema();
        String pattern = span.get("pattern").map(Json::text).orElse("");
        return span.with("type", Json.of(List.of(Json.of("number"), Json.of("string"))))
                .with("pattern", Json.of("^" + PLAIN + "$|" + pattern));
    }

    /** Whether the text is a number of seconds without a unit. */
    public static boolean plain(String text) {
        return text.matches(PLAIN);
    }

    private Duration read(Json json) {
        return switch (json) {
            case Json.Num(BigDecimal seconds) -> of(seconds);
            case Json.Str(String text) when plain(text) -> of(new BigDecimal(text));
            case Json.Str(String text) -> Span.parse(text);
            default -> throw new BadValue("found " + json.kind() + "; must be " + allowed());
        };
    }

    private static Duration of(BigDecimal seconds) {
        double bounded = Math.clamp(seconds.doubleValue(), -1, MOST.toSeconds() + 1.0);
        return Duration.ofNanos(Math.round(bounded * 1e9));
    }
}
