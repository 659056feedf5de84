package dev.shakeout.faults.host;

import dev.shakeout.engine.Effect;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Descriptor;
import dev.shakeout.model.Parameter;
import dev.shakeout.model.Span;
import dev.shakeout.model.Type;
import java.time.Duration;

/** Delays some requests or their responses, and leaves the others alone. */
public final class HttpDelay implements ViaHttp {
    static final Parameter<Duration> LATENCY = Parameter.required(
            "latency", Type.duration(Duration.ofMillis(1), Duration.ofMinutes(5)), "How much later it comes.");

    @Override
    public Descriptor descriptor() {
        return ViaHttp.descriptor("http/delay", "Delays requests to a service, or its responses.", LATENCY);
    }

    @Override
    public String effect() {
        return "how long a request takes";
    }

    @Override
    public String change(Arguments arguments) {
        return "delay latency=" + NetworkDelay.micros(arguments.get(LATENCY));
    }

    @Override
    public String words(Arguments arguments) {
        return "is delayed by " + Span.words(arguments.get(LATENCY));
    }

    @Override
    public Effect effect(Service service, Arguments arguments) {
        double millis = arguments.get(LATENCY).toNanos() / 1e6;
        return new Conversations(
                ViaHttp.reached(service, arguments),
                Conversation.Kind.HTTP,
                ViaHttp.request(service, arguments),
                arguments.get(LATENCY).multipliedBy(3).plusSeconds(2),
                arguments.get(PERCENT),
                "time of a request",
                "ms",
                Conversation::millis,
                before -> before + millis);
    }
}
