package dev.shakeout.fks.http;

import dev.shakeout.fks.json.Json;

/** What a handler answers. */
public record Reply(int status, String contentType, String body) {
    /** JSON from names and values in turn. */
    public static Reply json(int status, Object... namesAndValues) {
        return new Reply(status, "application/json", Json.write(Json.object(namesAndValues)));
    }

    public static Reply error(int status, String what) {
        return json(status, "error", what);
    }

    public static Reply text(String body) {
        return new Reply(200, "text/plain; version=0.0.4; charset=utf-8", body);
    }
}
