package dev.shakeout.faults.host;

import dev.shakeout.engine.Effect;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Descriptor;
import java.time.Duration;

/** Turns clients of a service away, as a full or half-started one does. */
public final class ConnectionRefuse implements ProxyFault {
    private static final Duration LIMIT = Duration.ofSeconds(1);

    @Override
    public Descriptor descriptor() {
        return Descriptor.of(
                "connection/refuse",
                "Refuses connections to a service; a share of them is accepted and reset at once.",
                PERCENT,
                PORT);
    }

    @Override
    public String effect() {
        return "the share of connections that are refused or reset at once";
    }

    @Override
    public String line(Arguments arguments) {
        return "refuse" + ViaProxy.share(arguments);
    }

    @Override
    public String words(Arguments arguments) {
        return "is refused";
    }

    @Override
    public Effect effect(Service service, Arguments arguments) {
        return Conversations.failing(service, Conversation.Kind.EMPTY, LIMIT, arguments.get(PERCENT));
    }
}
