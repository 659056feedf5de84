package dev.shakeout.dialects.chaostoolkit;

import dev.shakeout.model.BadValue;
import dev.shakeout.model.Json;
import dev.shakeout.model.Seconds;
import dev.shakeout.model.Span;
import dev.shakeout.model.Type;
import java.math.BigDecimal;
import java.time.Duration;

/** A span of time that Chaos Toolkit writes as a bare number of seconds; a duration with its unit is taken as well. */
record Pause(Duration least, Duration most) implements Type<Duration> {
    static Type<Duration> between(Duration least) {
        return new Pause(least, Duration.ofDays(1));
    }

    @Override
    public String name() {
        return "duration";
    }

    @Override
    public String allowed() {
        return "a number of seconds or a duration such as 500ms, from " + Span.words(least) + " to " + Span.words(most);
    }

    @Override
    public Duration parse(Json json) {
        Duration value = switch (json) {
            case Json.Num(BigDecimal seconds) -> ofSeconds(seconds);
            case Json.Str(String text) when Seconds.plain(text) -> ofSeconds(new BigDecimal(text));
            case Json.Str(String text) -> Span.parse(text);
            default -> throw new BadValue("found " + json.kind() + " where a pause belongs");
        };
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw new BadValue(json.text() + " is out of range; must be " + allowed());
        }
        return value;
    }

    @Override
    public Json.Obj schema() {
        return Seconds.form().with("minimum", Times.duration(least)).with("maximum", Json.of(most.toSeconds()));
    }

    private Duration ofSeconds(BigDecimal seconds) {
        boolean fits = seconds.abs().compareTo(BigDecimal.valueOf(1_000_000_000)) < 0;
        return fits
                ? Duration.ofNanos(seconds.movePointRight(9).longValue())
                : Duration.ofDays(seconds.signum() * 100_000L);
    }
}
