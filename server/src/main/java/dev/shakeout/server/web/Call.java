package dev.shakeout.server.web;

import dev.shakeout.model.Json;
import dev.shakeout.server.access.Caller;
import dev.shakeout.server.access.Extent;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A request that may be made, as a handler sees it: nothing of HTTP's machinery.
 *
 * @param now when it came
 * @param somebody whoever asks; nobody where nobody is asked for a token
 * @param path values of the variables in the path
 * @param body empty when the endpoint takes none
 * @param environment the one that it is about; empty for all, and where it is about none
 * @param extent where whoever asks has the role that it needs
 */
record Call(
        Instant now,
        Optional<Caller> somebody,
        Map<String, String> path,
        Map<String, List<String>> query,
        Map<String, String> headers,
        Json.Obj body,
        Optional<String> environment,
        Extent extent) {
    private static final int USUAL = 50;
    private static final int MOST = 500;

    Caller caller() {
        return somebody.orElseThrow(() -> new IllegalStateException("nobody was asked for a token"));
    }

    /** What is to be seen: of the environment that was asked for, or of all where whoever asks has the role. */
    Extent shown() {
        return environment.map(name -> Extent.of(name)).orElse(extent);
    }

    String variable(String name) {
        String value = path.get(name);
        if (value == null) {
            throw new IllegalStateException("the path has no variable " + name);
        }
        return value;
    }

    Optional<String> asked(String parameter) {
        return askedAll(parameter).stream().findFirst();
    }

    List<String> askedAll(String parameter) {
        return query.getOrDefault(parameter, List.of());
    }

    Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    /** Text of the body; the shape was checked. */
    Optional<String> text(String member) {
        return text(body, member);
    }

    /** The same of an object within the body. */
    static Optional<String> text(Json.Obj object, String member) {
        return object.get(member).filter(json -> json != Json.Null.NULL).map(Json::text);
    }

    /** An object of texts of the body; empty without. */
    Map<String, String> texts(String member) {
        var texts = new LinkedHashMap<String, String>();
        if (body.get(member).orElse(Json.Null.NULL) instanceof Json.Obj(var members)) {
            members.forEach((key, value) -> texts.put(key, value.text()));
        }
        return texts;
    }

    /** How many a page shall hold. */
    int limit() {
        return asked("limit")
                .map(text -> Math.min(MOST, number("limit", text).intValue()))
                .orElse(USUAL);
    }

    static Long number(String parameter, String text) {
        try {
            long number = Long.parseLong(text);
            if (number >= 0 && number <= Integer.MAX_VALUE) {
                return number;
            }
        } catch (NumberFormatException _) {
            // told below
        }
        throw Refusal.badRequest(
                "'" + parameter + "' must be a whole number from 0 to " + Integer.MAX_VALUE + ", not '" + text + "'");
    }
}
