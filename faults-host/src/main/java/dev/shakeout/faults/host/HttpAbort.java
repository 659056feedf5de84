package dev.shakeout.faults.host;

import dev.shakeout.engine.Effect;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Descriptor;

/** Breaks the connection of some requests of HTTP/1.1: before the service sees them, or in place of its response. */
public final class HttpAbort implements ViaHttp {
    @Override
    public Descriptor descriptor() {
        return ViaHttp.descriptor(
                "http/abort", "Resets the connection on requests to a service, or in place of its responses.");
    }

    @Override
    public String effect() {
        return "the share of requests whose connection is reset";
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
