package dev.shakeout.fks.http;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A method and a path such as {@code /orders/{id}}, and who answers it. */
record Route(String method, String pattern, Handler handler) {
    /** The path's variables, if the path is of this pattern. */
    Optional<Map<String, String>> match(String path) {
        List<String> wanted = segments(pattern);
        List<String> given = segments(path);
        if (wanted.size() != given.size()) {
            return Optional.empty();
        }
        Map<String, String> variables = new HashMap<>();
        for (int i = 0; i < wanted.size(); i++) {
            String name = wanted.get(i);
            if (name.startsWith("{")) {
                variables.put(name.substring(1, name.length() - 1), given.get(i));
            } else if (!name.equals(given.get(i))) {
                return Optional.empty();
            }
        }
        return Optional.of(variables);
    }

    private static List<String> segments(String path) {
        return List.of(path.split("/", -1));
    }
}
