package dev.shakeout.server.web;

import dev.shakeout.model.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A request that an endpoint should take.
 *
 * @param path with its query
 * @param body empty for none
 */
record Sample(String path, Map<String, String> headers, Optional<Json.Obj> body) {
    Sample with(String name, String value) {
        var more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Sample(path, more, body);
    }

    Sample with(Json.Obj other) {
        return new Sample(path, headers, Optional.of(other));
    }
}
