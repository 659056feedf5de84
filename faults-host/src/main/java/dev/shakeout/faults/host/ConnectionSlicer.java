package dev.shakeout.faults.host;

import dev.shakeout.engine.Effect;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Bytes;
import dev.shakeout.model.Descriptor;
import dev.shakeout.model.Parameter;
import dev.shakeout.model.Span;
import dev.shakeout.model.Type;
import java.time.Duration;

/** Lets answers drip, which finds readers that take one read for one message, and timeouts that start anew each time. */
public final class ConnectionSlicer implements ProxyFault {
    static final Parameter<Bytes> SIZE = Parameter.required(
            "bytes",
            Type.bytes(new Bytes(1), Bytes.mebibytes(1 << 10)),
            "What comes as one goes on in pieces of this size.");
    static final Parameter<Duration> PAUSE = Parameter.withDefault(
            "pause",
            Type.duration(Duration.ofMillis(1), Duration.ofMinutes(1)),
            Duration.ofMillis(10),
            "Time after each piece.");

    @Override
    public Descriptor descriptor() {
        return Descriptor.of(
                "connection/slicer",
                "Cuts the answers of a service into small pieces with pauses.",
                SIZE,
                PAUSE,
                PERCENT,
                PORT);
    }

    @Override
    public String effect() {
        return "how long an exchange takes";
    }

    @Override
    public String line(Arguments arguments) {
        return "slicer " + arguments.get(SIZE).value() + "B " + NetworkDelay.micros(arguments.get(PAUSE))
                + " direction=answers" + ViaProxy.share(arguments);
    }

    @Override
    public String words(Arguments arguments) {
        return "is cut into pieces of " + arguments.get(SIZE) + " with pauses of " + Span.words(arguments.get(PAUSE));
    }

    @Override
    public Effect effect(Service service, Arguments arguments) {
        long size = arguments.get(SIZE).value();
        return new Conversations(
                service,
                Conversation.Kind.ASK,
                Conversation.request(service.host()),
                arguments.get(PAUSE).multipliedBy(100).plusSeconds(2),
                arguments.get(PERCENT),
                "bytes of an answer that come at once",
                "bytes",
                each -> each.pieces() == 0 ? 0 : (double) each.bytes() / each.pieces(),
                before -> Math.min(before, size));
    }
}
