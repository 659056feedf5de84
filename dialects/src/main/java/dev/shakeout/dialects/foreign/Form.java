package dev.shakeout.dialects.foreign;

import dev.shakeout.model.Json;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/**
 * How a value of ours is spelled there.
 *
 * @param turn empty where it has no spelling there
 * @param otherwise why it may have none, and what to do; "" where it always has one
 */
public record Form(Function<Json, Optional<Json>> turn, String otherwise) {
    /** As it is. */
    public static final Form SAME = always(value -> value);

    /** As text, which Kubernetes does not take a number for. */
    public static final Form TEXT = always(value -> Json.of(value.text()));

    public static final Form WHOLE =
            always(value -> Json.of(Long.parseLong(value.text().strip())));

    /** 300ms, as Go takes it. */
    public static final Form SPAN = always(value -> GoDuration.ours(Spans.TYPE.parse(value)));

    /** "25" for 25%. */
    public static final Form PERCENT = always(value -> Json.of(percent(value)));

    /** 25 for 25%. */
    public static final Form WHOLE_PERCENT = new Form(
            value -> percent(value).contains(".")
                    ? Optional.empty()
                    : Optional.of(Json.of(Long.parseLong(percent(value)))),
            "it is a whole number there; round it");

    public static final Form WHOLE_PERCENT_TEXT = new Form(
            value -> WHOLE_PERCENT.turn().apply(value).map(share -> Json.of(share.text())), WHOLE_PERCENT.otherwise());

    /** "2000" for 2s. */
    public static final Form MILLIS =
            units(Duration.ofMillis(1), "it is a whole number of milliseconds there; round it");

    /** 2000 for 2s. */
    public static final Form WHOLE_MILLIS = new Form(
            value -> MILLIS.turn().apply(value).map(text -> Json.of(Long.parseLong(text.text()))), MILLIS.otherwise());

    /** "60" for 1m. */
    public static final Form SECONDS = units(Duration.ofSeconds(1), "it is a whole number of seconds there; round it");

    public static final Form WHOLE_SECONDS = new Form(
            value -> SECONDS.turn().apply(value).map(text -> Json.of(Long.parseLong(text.text()))),
            SECONDS.otherwise());

    public static Form always(Function<Json, Json> turn) {
        return new Form(value -> Optional.of(turn.apply(value)), "");
    }

    private static Form units(Duration unit, String otherwise) {
        return new Form(
                value -> {
                    Duration time = Spans.TYPE.parse(value);
                    return time.toNanos() % unit.toNanos() == 0
                            ? Optional.of(Json.of(String.valueOf(time.toNanos() / unit.toNanos())))
                            : Optional.empty();
                },
                otherwise);
    }

    static String percent(Json value) {
        var number = new BigDecimal(value.text().replace("%", "").strip()).stripTrailingZeros();
        return (number.scale() < 0 ? number.setScale(0) : number).toPlainString();
    }
}
