package dev.shakeout.probes;

import dev.shakeout.engine.JsonReader;
import dev.shakeout.engine.Machine;
import dev.shakeout.engine.ProbeFailed;
import dev.shakeout.engine.ProbeKind;
import dev.shakeout.engine.ProbeReader;
import dev.shakeout.model.Arguments;
import dev.shakeout.model.BadValue;
import dev.shakeout.model.Descriptor;
import dev.shakeout.model.Json;
import dev.shakeout.model.Output;
import dev.shakeout.model.Parameter;
import dev.shakeout.model.Type;
import dev.shakeout.probes.wire.Answer;
import dev.shakeout.probes.wire.Request;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;

/** Calls a web server once. Any answer is a reading, a status of 500 too; only no answer makes it fail. */
public final class HttpProbe implements ProbeKind {
    static final Parameter<URI> URL = Parameter.required("url", new WebAddress(), "The address to call.");
    static final Parameter<String> METHOD =
            Parameter.withDefault("method", new HttpMethod(), "GET", "The HTTP method.");
    static final Parameter<Map<String, String>> HEADERS =
            Parameter.withDefault("headers", Type.textMap(), Map.of(), "Headers of the request.");
    static final Parameter<TimeLimits> TIMEOUT = Parameter.withDefault(
            "timeout",
            new TimeLimits.Form(),
            TimeLimits.both(Duration.ofMinutes(1)),
            "How long connecting may take, and then the whole answer; one value for both or a list of two. 1m by default.");
    static final Parameter<Json> ARGUMENTS = Parameter.withDefault(
            "arguments",
            Type.any(),
            Json.Null.NULL,
            "GET: the query. Else the body: JSON where the header Content-Type is application/json, a form otherwise.");
    static final Parameter<Boolean> VERIFY_TLS =
            Parameter.withDefault("verify_tls", Type.bool(), true, "Whether the server's certificate is checked.");
    static final Parameter<Integer> MAX_RETRIES = Parameter.withDefault(
            "max_retries",
            Type.integer(0, 100),
            0,
            "How often a request is tried again that could not be sent, or, where the method may be repeated (all but POST"
                    + " and PATCH), had no answer.");

    @Override
    public Descriptor descriptor() {
        return Descriptor.of(
                        "http",
                        "Calls a web server once and reads status, headers and body.",
                        URL,
                        METHOD,
                        HEADERS,
                        TIMEOUT,
                        ARGUMENTS,
                        VERIFY_TLS,
                        MAX_RETRIES)
                .reads(
                        new Output("status", Output.Kind.WHOLE, "the answer's status, such as 200"),
                        new Output("headers", Output.Kind.ANY, "the answer's headers, by name"),
                        new Output("body", Output.Kind.ANY, "the answer's body: JSON where it says so, else text"));
    }

    @Override
    public boolean acts() {
        return true;
    }

    @Override
    public ProbeReader.Once open(String name, Arguments arguments, Machine machine) {
        String method = arguments.get(METHOD);
        Request.check(arguments.get(HEADERS));
        var payload = Payload.of(method, arguments.get(URL), arguments.get(HEADERS), arguments.get(ARGUMENTS));
        var call = new HttpCall(
                method,
                payload.url(),
                payload.headers(),
                payload.body(),
                arguments.get(TIMEOUT),
                arguments.get(VERIFY_TLS),
                arguments.get(MAX_RETRIES) + 1,
                machine.environment());
        String what = method + " " + HttpCall.shown(payload.url().toString()) + ": ";
        return () -> {
            try {
                return output(call.send());
            } catch (IOException e) {
                throw new ProbeFailed(what + reason(e, call), ToolkitTrace.of(toolkit(e, call)));
            } catch (BadValue e) {
                throw new ProbeFailed(
                        what + "the answer says application/json but its body is not JSON: " + e.getMessage(), e);
            }
        };
    }

    private static Json output(HttpCall.Reply reply) {
        Answer answer = reply.answer();
        String type = answer.headers().getOrDefault("Content-Type", "");
        String text = reply.body().text(type);
        var headers = Json.Obj.EMPTY;
        for (var header : answer.headers().entrySet()) {
            headers = headers.with(header.getKey(), Json.of(header.getValue()));
        }
        return Json.object(
                "status",
                answer.status(),
                "headers",
                headers,
                "body",
                type.equals("application/json") ? JsonReader.read(text) : Json.of(text));
    }

    /** That library takes a time-out for a failed connection, except while it waits for an answer that it asks for once. */
    private static String toolkit(IOException e, HttpCall call) {
        return e instanceof SocketTimeoutException && call.tries() == 1
                ? "activity took too long to complete"
                : "failed to connect to " + HttpCall.shown(call.url().toString()) + ": " + reason(e, call);
    }

    private static String reason(IOException e, HttpCall call) {
        return call.reason(e, "set verify_tls to false to take any", "; raise timeout if it may take longer");
    }
}
