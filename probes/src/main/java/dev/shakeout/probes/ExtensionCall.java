package dev.shakeout.probes;

import dev.shakeout.engine.JsonReader;
import dev.shakeout.engine.ProbeFailed;
import dev.shakeout.engine.Twin;
import dev.shakeout.model.BadValue;
import dev.shakeout.model.Json;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** A request as Chaos Toolkit's extensions send it, by Python's library requests. */
record ExtensionCall(Twin.Call call, String method, String url, Json query, Map<String, String> headers, Json body) {
    /** An answer; the body as it came. */
    record Reply(int status, String text) {
        boolean ok() {
            return status < 400;
        }

        Json json() throws ProbeFailed {
            try {
                return JsonReader.read(text);
            } catch (BadValue e) {
                throw failed("the answer is not JSON: " + e.getMessage());
            }
        }
    }

    static ExtensionCall get(Twin.Call call, String url, Json query) {
        return new ExtensionCall(call, "GET", url, query, Map.of(), Json.Null.NULL);
    }

    static ExtensionCall of(Twin.Call call, String method, String url, Json body) {
        return new ExtensionCall(call, method, url, Json.Null.NULL, Map.of(), body);
    }

    ExtensionCall with(String header, String value) {
        var all = new LinkedHashMap<>(headers);
        all.put(header, value);
        return new ExtensionCall(call, method, url, query, all, body);
    }

    Reply send(boolean verified) throws ProbeFailed, InterruptedException {
        var sent = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
        sent.putAll(headers);
        if (body != Json.Null.NULL) {
            sent.put("Content-Type", "application/json");
        }
        try {
            var request = request(sent, verified);
            try {
                var reply = request.send();
                String type = reply.answer().headers().getOrDefault("Content-Type", "");
                return new Reply(reply.answer().status(), reply.body().text(type));
            } catch (IOException e) {
                String why = request.reason(
                        e,
                        "set verify_tls or verify_ssl to false to take any",
                        "; raise timeout if it may take longer");
                throw failed(method + " " + HttpCall.shown(url) + ": " + why);
            }
        } catch (BadValue e) {
            throw failed(e.getMessage());
        }
    }

    private HttpCall request(Map<String, String> sent, boolean verified) {
        return new HttpCall(
                method,
                Payload.of("GET", new WebAddress().parse(Json.of(url)), Map.of(), query)
                        .url(),
                sent,
                body == Json.Null.NULL ? "" : body.compact(),
                TimeLimits.both(call.limit()),
                verified,
                1,
                call.machine().environment());
    }

    /** What the extensions raise; the tool puts the name of its exception before that once more. */
    static ProbeFailed failed(String words) {
        return new ProbeFailed(words, ToolkitTrace.of("chaoslib.exceptions.ActivityFailed: " + words));
    }
}
