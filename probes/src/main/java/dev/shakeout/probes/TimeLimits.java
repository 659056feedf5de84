package dev.shakeout.probes;

import dev.shakeout.model.BadValue;
import dev.shakeout.model.Json;
import dev.shakeout.model.Seconds;
import dev.shakeout.model.Type;
import java.time.Duration;
import java.util.stream.Stream;

/**
 * How long an HTTP call may take.
 *
 * @param connect until the connection stands
 * @param answer from then until the whole answer is there
 */
public record TimeLimits(Duration connect, Duration answer) {
    static TimeLimits both(Duration limit) {
        return new TimeLimits(limit, limit);
    }

    /** One limit for both, or a list of the two, as Chaos Toolkit has it. */
    static final class Form implements Type<TimeLimits> {
        private final Seconds seconds = new Seconds();

        @Override
        public String name() {
            return "duration";
        }

        @Override
        public String allowed() {
            return seconds.allowed() + ", or a list of two: to connect, to answer";
        }

        @Override
        public TimeLimits parse(Json json) {
            if (json instanceof Json.Arr(var items)) {
                if (items.size() != 2) {
                    throw new BadValue(json.text() + " holds " + items.size() + " values; must be " + allowed());
                }
                return new TimeLimits(seconds.parse(items.get(0)), seconds.parse(items.get(1)));
            }
            return both(seconds.parse(json));
        }

        @Override
        public Json.Obj schema() {
            Json.Obj one = seconds.schema();
            Json kinds =
                    Json.of(Stream.of("number", "string", "array").map(Json::of).toList());
            return one.with("type", kinds)
                    .with("items", one)
                    .with("minItems", Json.of(2))
                    .with("maxItems", Json.of(2));
        }
    }
}
