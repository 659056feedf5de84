package dev.shakeout.faults.host;

import dev.shakeout.model.BadValue;
import dev.shakeout.model.Json;
import dev.shakeout.model.Span;
import dev.shakeout.model.Type;
import java.time.Duration;
import java.util.List;

/** By how much a clock is wrong: a duration with a sign, +1h ahead, -5m behind; never nothing. */
record Offset(Duration by) {
    private static final Duration MOST = Duration.ofDays(3650);

    @Override
    public String toString() {
        long micros = by.abs().toNanos() / 1000;
        return (by.isNegative() ? "-" : "+")
                + (micros % 1_000_000 == 0
                        ? micros / 1_000_000 + "s"
                        : micros % 1000 == 0 ? micros / 1000 + "ms" : micros + "us");
    }

    String words() {
        return Span.words(by.abs()) + (by.isNegative() ? " behind" : " ahead");
    }

    /** In seconds, as a decimal number with a sign. */
    String seconds() {
        long micros = by.abs().toNanos() / 1000;
        return "%s%d.%06d".formatted(by.isNegative() ? "-" : "+", micros / 1_000_000, micros % 1_000_000);
    }

    double value() {
        return Span.seconds(by);
    }

    /** At least a tenth of a second, so that it can be told from what a measurement takes. */
    record Kind() implements Type<Offset> {
        private static final Duration LEAST = Duration.ofMillis(100);

        @Override
        public String name() {
            return "offset";
        }

        @Override
        public String allowed() {
            return "a duration with a sign, such as -5m or +1h, of 100 ms to 3650 days";
        }

        @Override
        public Offset parse(Json json) {
            String text = Type.text().parse(json);
            boolean behind = text.startsWith("-");
            String amount = behind || text.startsWith("+") ? text.substring(1) : text;
            Duration by = Span.parse(amount);
            if (by.compareTo(LEAST) < 0 || by.compareTo(MOST) > 0) {
                throw new BadValue("'" + text + "' is out of range; must be " + allowed());
            }
            return new Offset(behind ? by.negated() : by);
        }

        @Override
        public Json.Obj schema() {
            String duration = Span.schema().get("pattern").orElseThrow().text();
            return Json.object(
                    "type",
                    "string",
                    "pattern",
                    "^[-+]?" + duration.substring(1),
                    "examples",
                    Json.of(List.of(Json.of("-5m"), Json.of("+1h"))));
        }
    }
}
