package dev.shakeout.faults.host;

import dev.shakeout.engine.Effect;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Bytes;
import dev.shakeout.model.Descriptor;
import dev.shakeout.model.Parameter;
import dev.shakeout.model.Type;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Optional;

/** Breaks connections to a service with a reset, as a crashed peer or an impatient firewall does. */
public final class ConnectionReset implements ProxyFault {
    static final Parameter<Duration> AFTER = Parameter.optional(
            "after",
            Type.duration(Duration.ZERO, Duration.ofMinutes(5)),
            "How long a connection lives; without this and bytes it is reset at once.");
    static final Parameter<Bytes> BYTES = Parameter.optional(
            "bytes",
            Type.bytes(new Bytes(1), Bytes.mebibytes(1 << 20)),
            "How much of an answer gets through; whichever of this and after comes first.");

    private static final Duration GRACE = Duration.ofMillis(500);

    @Override
    public Descriptor descriptor() {
        return Descriptor.of("connection/reset", "Resets connections to a service.", AFTER, BYTES, PERCENT, PORT);
    }

    @Override
    public String effect() {
        return "the share of connections that are reset";
    }

    @Override
    public String line(Arguments arguments) {
        String share = ViaProxy.share(arguments);
        var lines = new ArrayList<String>();
        time(arguments).ifPresent(time -> lines.add("reset " + NetworkDelay.micros(time) + share));
        arguments.find(BYTES).ifPresent(bytes -> lines.add("reset " + bytes.value() + "B direction=answers" + share));
        return String.join("\n", lines);
    }

    private static Optional<Duration> time(Arguments arguments) {
        return arguments
                .find(AFTER)
                .or(() -> arguments.find(BYTES).isPresent() ? Optional.empty() : Optional.of(Duration.ZERO));
    }

    @Override
    public String words(Arguments arguments) {
        return "is reset";
    }

    /** An answer that is not longer than the bytes shows nothing; a connection that idles shows the time. */
    @Override
    public Effect effect(Service service, Arguments arguments) {
        Optional<Duration> time = time(arguments);
        return Conversations.failing(
                service,
                time.isPresent() ? Conversation.Kind.IDLE : Conversation.Kind.ASK,
                time.map(GRACE::plus).orElse(Duration.ofSeconds(2)),
                arguments.get(PERCENT));
    }
}
