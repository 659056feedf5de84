package dev.shakeout.faults.host;

import dev.shakeout.engine.Effect;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Descriptor;
import dev.shakeout.model.Parameter;
import dev.shakeout.model.Type;

/** Answers some requests with a status of its own: instead of the service, or after it did its work. */
public final class HttpStatus implements ViaHttp {
    static final Parameter<Integer> STATUS =
            Parameter.withDefault("status", Type.integer(200, 599), 503, "Status of the answer.");
    static final Parameter<String> BODY = Parameter.withDefault("body", Type.text(), "", "Content of the answer.");

    @Override
    public Descriptor descriptor() {
        return ViaHttp.descriptor(
                "http/status",
                "Answers requests with a status, before the service sees them or in place of its responses.",
                STATUS,
                BODY);
    }

    @Override
    public String effect() {
        return "the status that a request is answered with";
    }

    @Override
    public String change(Arguments arguments) {
        return "answer status=" + arguments.get(STATUS) + ViaHttp.word("body", arguments.get(BODY));
    }

    @Override
    public String words(Arguments arguments) {
        return "is answered with " + arguments.get(STATUS);
    }

    @Override
    public Effect effect(Service service, Arguments arguments) {
        int status = arguments.get(STATUS);
        return ViaHttp.answers(
                service, arguments, "requests that are answered with " + status, each -> each.status() == status);
    }
}
