package dev.shakeout.report;

import dev.shakeout.model.Json;
import java.util.List;
import java.util.stream.Collectors;

/** JSON set out for reading: what fits stays on one line, the rest is indented by two. */
final class Pretty {
    private static final int LINE = 72;

    private Pretty() {}

    static String json(Json json) {
        return json instanceof Json.Str(var value) ? value : write(json, "");
    }

    private static String write(Json json, String indent) {
        // A list of one writes text with its quotes, which Json.text() leaves off.
        String listed = Json.of(List.of(json)).text();
        String flat = listed.substring(1, listed.length() - 1);
        if (flat.length() + indent.length() <= LINE) {
            return flat;
        }
        String inner = indent + "  ";
        return switch (json) {
            case Json.Obj(var members) ->
                members.entrySet().stream()
                        .map(m -> inner
                                + Json.of(List.of(Json.of(m.getKey()))).text().replaceAll("^\\[|\\]$", "") + ": "
                                + write(m.getValue(), inner))
                        .collect(Collectors.joining(",\n", "{\n", "\n" + indent + "}"));
            case Json.Arr(var items) ->
                items.stream()
                        .map(item -> inner + write(item, inner))
                        .collect(Collectors.joining(",\n", "[\n", "\n" + indent + "]"));
            default -> flat;
        };
    }
}
