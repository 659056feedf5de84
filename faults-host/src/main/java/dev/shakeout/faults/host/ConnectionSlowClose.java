package dev.shakeout.faults.host;

import dev.shakeout.engine.Effect;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Descriptor;
import dev.shakeout.model.Parameter;
import dev.shakeout.model.Span;
import dev.shakeout.model.Type;
import java.time.Duration;

/** Keeps connections open after one side has ended them, as a peer that does not clean up does. */
public final class ConnectionSlowClose implements ProxyFault {
    static final Parameter<Duration> DELAY = Parameter.required(
            "delay",
            Type.duration(Duration.ofMillis(1), Duration.ofMinutes(5)),
            "How much later the end of one side reaches the other.");

    @Override
    public Descriptor descriptor() {
        return Descriptor.of(
                "connection/slow-close", "Delays the end of connections to a service.", DELAY, PERCENT, PORT);
    }

    @Override
    public String effect() {
        return "how long a connection takes to end";
    }

    @Override
    public String line(Arguments arguments) {
        return "slow-close " + NetworkDelay.micros(arguments.get(DELAY)) + ViaProxy.share(arguments);
    }

    @Override
    public String words(Arguments arguments) {
        return "ends later, by " + Span.words(arguments.get(DELAY)) + " on each side";
    }

    /** The end travels there and back, so it is late twice. */
    @Override
    public Effect effect(Service service, Arguments arguments) {
        double twice = arguments.get(DELAY).toNanos() / 1e6 * 2;
        return new Conversations(
                service,
                Conversation.Kind.EMPTY,
                "",
                arguments.get(DELAY).multipliedBy(4).plusSeconds(1),
                arguments.get(PERCENT),
                "time until an empty connection has ended",
                "ms",
                Conversation::millis,
                before -> before + twice);
    }
}
