package dev.shakeout.model;

import java.math.BigDecimal;
import java.time.Duration;

/** A time limit as Chaos Toolkit writes it, a bare number of seconds, or as Shakeout does, with its unit. */
public final class Seconds implements Type<Duration> {
    private static final Duration MOST = Duration.ofDays(1);

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

    private Duration read(Json json) {
        return switch (json) {
            case Json.Num(BigDecimal seconds) -> of(seconds);
            case Json.Str(String text) when text.matches("\\d{1,100}(\\.\\d{1,100})?") -> of(new BigDecimal(text));
            case Json.Str(String text) -> Span.parse(text);
            default -> throw new BadValue("found " + json.kind() + "; must be " + allowed());
        };
    }

    private static Duration of(BigDecimal seconds) {
        double bounded = Math.clamp(seconds.doubleValue(), -1, MOST.toSeconds() + 1.0);
        return Duration.ofNanos(Math.round(bounded * 1e9));
    }
}
