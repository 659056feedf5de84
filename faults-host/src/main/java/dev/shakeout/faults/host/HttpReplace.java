package dev.shakeout.faults.host;

import dev.shakeout.engine.Effect;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Descriptor;
import dev.shakeout.model.Parameter;
import dev.shakeout.model.Type;
import java.util.Optional;

/** Puts other content into some requests, or into their responses. */
public final class HttpReplace implements ViaHttp {
    static final Parameter<String> BODY =
            Parameter.required("body", Type.text(), "What the message says instead of what it said.");
    static final Parameter<String> TO_METHOD =
            Parameter.optional("to-method", Type.text(), "Other method of a request.");
    static final Parameter<String> TO_PATH =
            Parameter.optional("to-path", Type.text(), "Other path of a request; its query stays.");
    static final Parameter<Integer> STATUS =
            Parameter.optional("status", Type.integer(200, 599), "Other status of a response.");

    @Override
    public Descriptor descriptor() {
        return ViaHttp.descriptor(
                "http/replace",
                "Replaces the content of requests to a service, or of its responses.",
                BODY,
                STATUS,
                TO_METHOD,
                TO_PATH);
    }

    @Override
    public String effect() {
        return "what a request is answered with";
    }

    @Override
    public Optional<String> problem(Arguments arguments) {
        return ofTheOtherSide(arguments).or(() -> ViaHttp.super.problem(arguments));
    }

    /** What a message of that side does not have. */
    static Optional<String> ofTheOtherSide(Arguments arguments) {
        boolean request = arguments.get(SIDE).equals("request");
        if (request && arguments.find(STATUS).isPresent()) {
            return Optional.of("a request has no status; give side: response, or leave status out");
        }
        if (!request
                && (arguments.find(TO_METHOD).isPresent()
                        || arguments.find(TO_PATH).isPresent())) {
            return Optional.of("a response has no method and no path; give side: request, or leave them out");
        }
        return Optional.empty();
    }

    @Override
    public String change(Arguments arguments) {
        var change = new StringBuilder("rewrite").append(ViaHttp.word("body", arguments.get(BODY)));
        return change.append(head(arguments)).toString();
    }

    /** Status, method and path, for the proxy. */
    static String head(Arguments arguments) {
        var head = new StringBuilder();
        arguments.find(STATUS).ifPresent(status -> head.append(" status=").append(status));
        arguments.find(TO_METHOD).ifPresent(method -> head.append(ViaHttp.word("to-method", method)));
        arguments.find(TO_PATH).ifPresent(path -> head.append(ViaHttp.word("to-path", path)));
        return head.toString();
    }

    @Override
    public String words(Arguments arguments) {
        return "has its content replaced";
    }

    @Override
    public Effect effect(Service service, Arguments arguments) {
        if (arguments.get(SIDE).equals("request")) {
            return new AnswerChanged(
                    ViaHttp.reached(service, arguments), ViaHttp.request(service, arguments), arguments.get(PERCENT));
        }
        String body = arguments.get(BODY);
        return ViaHttp.answers(
                service,
                arguments,
                "answers with the other content",
                each -> each.content().equals(body)
                        && arguments.find(STATUS).stream().allMatch(status -> status == each.status()));
    }
}
