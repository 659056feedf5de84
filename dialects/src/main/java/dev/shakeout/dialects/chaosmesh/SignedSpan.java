package dev.shakeout.dialects.chaosmesh;

import dev.shakeout.dialects.foreign.GoDuration;
import dev.shakeout.dialects.foreign.Spans;
import dev.shakeout.model.Json;
import java.time.Duration;

/** A span of time with its sign: +1h, -5m. */
final class SignedSpan {
    private SignedSpan() {}

    static Json ours(Duration offset) {
        return Json.of(
                (offset.isNegative() ? "" : "+") + GoDuration.ours(offset).text());
    }

    static Json theirs(Json ours) {
        String text = ours.text().strip();
        Duration amount = Spans.TYPE.parse(Json.of(text.replaceFirst("^[-+]\\s*", "")));
        return GoDuration.ours(text.startsWith("-") ? amount.negated() : amount);
    }
}
