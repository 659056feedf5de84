package dev.shakeout.faults.host;

import dev.shakeout.engine.Effect;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.Descriptor;
import dev.shakeout.model.Json;
import dev.shakeout.model.Parameter;
import dev.shakeout.model.Type;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Changes parts of some requests, or of their responses. */
public final class HttpPatch implements ViaHttp {
    static final Parameter<Map<String, String>> SET_HEADERS = Parameter.optional(
            "headers", Type.textMap(), "Headers to set. If nothing is to be changed, X-Shakeout is set to patched.");
    static final Parameter<Map<String, String>> QUERY =
            Parameter.optional("query", Type.textMap(), "Query parameters of a request to set.");
    static final Parameter<Json.Obj> BODY = Parameter.optional(
            "body",
            Type.object(),
            "What to change in a body of JSON: members are merged, null removes one (RFC 7396). Other bodies stay.");

    private static final Map<String, String> MARK = Map.of("X-Shakeout", "patched");

    @Override
    public Descriptor descriptor() {
        return ViaHttp.descriptor(
                "http/patch",
                "Changes parts of requests to a service, or of its responses: headers, query, body, method, path, status.",
                SET_HEADERS,
                QUERY,
                BODY,
                HttpReplace.STATUS,
                HttpReplace.TO_METHOD,
                HttpReplace.TO_PATH);
    }

    @Override
    public String effect() {
        return "what a request is answered with";
    }

    @Override
    public Optional<String> problem(Arguments arguments) {
        return arguments.get(SIDE).equals("response") && arguments.find(QUERY).isPresent()
                ? Optional.of("a response has no query; give side: request, or leave it out")
                : HttpReplace.ofTheOtherSide(arguments).or(() -> ViaHttp.super.problem(arguments));
    }

    private static Map<String, String> headers(Arguments arguments) {
        boolean other = Stream.of(QUERY, BODY, HttpReplace.STATUS, HttpReplace.TO_METHOD, HttpReplace.TO_PATH)
                .anyMatch(part -> arguments.find(part).isPresent());
        return arguments.find(SET_HEADERS).orElse(other ? Map.of() : MARK);
    }

    @Override
    public String change(Arguments arguments) {
        return "rewrite" + HttpReplace.head(arguments) + ViaHttp.words("set.", headers(arguments))
                + ViaHttp.words("query.", arguments.find(QUERY).orElse(Map.of()))
                + arguments
                        .find(BODY)
                        .map(body -> ViaHttp.word("patch", body.text()))
                        .orElse("");
    }

    @Override
    public String words(Arguments arguments) {
        return "is changed";
    }

    /** Where headers or a status are set in responses these are looked for; otherwise the answer must be another one. */
    @Override
    public Effect effect(Service service, Arguments arguments) {
        Map<String, String> headers = headers(arguments);
        Optional<Integer> status = arguments.find(HttpReplace.STATUS);
        if (arguments.get(SIDE).equals("request") || (headers.isEmpty() && status.isEmpty())) {
            return new AnswerChanged(
                    ViaHttp.reached(service, arguments), ViaHttp.request(service, arguments), arguments.get(PERCENT));
        }
        return ViaHttp.answers(
                service,
                arguments,
                status.isEmpty() ? "answers with the headers" : "answers with the status " + status.get(),
                each -> status.stream().allMatch(wanted -> wanted == each.status())
                        && headers.entrySet().stream()
                                .allMatch(header -> each.says(header.getKey(), header.getValue())));
    }
}
