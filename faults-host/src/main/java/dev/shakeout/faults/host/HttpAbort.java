package dev.shakeout.faults.host;

import dev.shakeout.engine.Effect;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Descriptor;

/**
 * Breaks off some requests: before the service sees them, or in place of its response. In HTTP/1.1 that is the end of their
 * connection, in HTTP/2 of their stream alone.
 */
public final class HttpAbort implements ViaHttp {
    @Override
    public Descriptor descriptor() {
        return ViaHttp.descriptor(
                "http/abort",
                "Resets requests to a service, or in place of its responses: the connection, or the stream of HTTP/2.");
    }

    @Override
    public String effect() {
        return "the share of requests that are reset";
    }

    @Override
    public String change(Arguments arguments) {
        return "abort";
    }

    @Override
    public String words(Arguments arguments) {
        return "is reset";
    }

    @Override
    public Effect effect(Service service, Arguments arguments) {
        return ViaHttp.answers(
                service, arguments, "requests that are reset", each -> each.outcome() == Exchange.Outcome.RESET);
    }
}
