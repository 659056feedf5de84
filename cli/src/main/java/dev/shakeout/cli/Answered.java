package dev.shakeout.cli;

import dev.shakeout.model.Json;
import java.util.List;
import java.util.stream.Collectors;

/** Members of what a server has answered, as text. */
final class Answered {
    private Answered() {}

    /** Empty when there is no such member. */
    static String text(Json.Obj object, String key) {
        return object.get(key).map(Json::text).orElse("");
    }

    /** The objects of a list; none when there is no such member. */
    static List<Json.Obj> objects(Json.Obj object, String key) {
        return object.get(key).orElse(Json.Null.NULL) instanceof Json.Arr(var items)
                ? items.stream()
                        .filter(Json.Obj.class::isInstance)
                        .map(Json.Obj.class::cast)
                        .toList()
                : List.of();
    }

    /** "rack=7, role=db". */
    static String labels(Json.Obj object) {
        return object.get("labels").orElse(Json.Null.NULL) instanceof Json.Obj(var labels)
                ? labels.entrySet().stream()
                        .map(label -> label.getKey() + "=" + label.getValue().text())
                        .sorted()
                        .collect(Collectors.joining(", "))
                : "";
    }
}
