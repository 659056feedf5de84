package dev.shakeout.fks.http;

import dev.shakeout.fks.json.Fields;
import dev.shakeout.fks.json.Json;
import java.util.Map;

/** A request as a handler sees it: the variables of its path, its query and its body. */
public record Request(Map<String, String> variables, Map<String, String> query, String body) {
    public String variable(String name) {
        return variables.getOrDefault(name, "");
    }

    /**
     * The body as an object.
     *
     * @throws IllegalArgumentException if it is none; it is answered with 400
     */
    public Fields json() {
        return Json.read(body);
    }
}
