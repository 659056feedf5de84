package dev.shakeout.faults.host;

import dev.shakeout.engine.Effect;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Bytes;
import dev.shakeout.model.Descriptor;
import dev.shakeout.model.Parameter;
import dev.shakeout.model.Type;
import java.time.Duration;

/** Ends connections in the middle of what is said, as a proxy with a limit or a dying server does. */
public final class ConnectionLimitData implements ProxyFault {
    static final Parameter<Bytes> BYTES = Parameter.required(
            "bytes",
            Type.bytes(new Bytes(1), Bytes.mebibytes(1 << 20)),
            "How much of a connection's traffic gets through before it is closed.");
    static final Parameter<String> DIRECTION =
            Parameter.withDefault("direction", Type.choice("answers", "requests"), "answers", "What is counted.");

    @Override
    public Descriptor descriptor() {
        return Descriptor.of(
                "connection/limit-data",
                "Closes connections to a service after so many bytes.",
                BYTES,
                DIRECTION,
                PERCENT,
                PORT);
    }

    @Override
    public String effect() {
        return "how much of an exchange comes through";
    }

    @Override
    public String line(Arguments arguments) {
        return "limit-data " + arguments.get(BYTES).value() + "B direction=" + arguments.get(DIRECTION)
                + ViaProxy.share(arguments);
    }

    @Override
    public String words(Arguments arguments) {
        return "is closed after " + arguments.get(BYTES) + " of " + arguments.get(DIRECTION);
    }

    /** A service whose answers are shorter than the limit shows nothing, nor does it feel anything. */
    @Override
    public Effect effect(Service service, Arguments arguments) {
        boolean answers = arguments.get(DIRECTION).equals("answers");
        long bytes = arguments.get(BYTES).value();
        int request = Conversation.request(service.host()).length();
        return new Conversations(
                service,
                Conversation.Kind.ASK,
                Conversation.request(service.host()),
                Duration.ofSeconds(2),
                arguments.get(PERCENT),
                "size of an answer",
                "bytes",
                Conversation::bytes,
                before -> answers ? Math.min(before, bytes) : request > bytes ? 0 : before);
    }
}
