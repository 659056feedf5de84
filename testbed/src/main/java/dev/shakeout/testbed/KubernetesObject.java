package dev.shakeout.testbed;

import dev.shakeout.model.Json;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What the API server tells of one thing. */
public record KubernetesObject(Json.Obj json) {
    public String name() {
        return text("metadata", "name");
    }

    public String namespace() {
        return text("metadata", "namespace");
    }

    /** The field at the end of this path, if all of it is there. */
    public Optional<Json> field(String... path) {
        Optional<Json> found = Optional.of(json);
        for (String step : path) {
            found = found.flatMap(value -> value instanceof Json.Obj object ? object.get(step) : Optional.empty());
        }
        return found;
    }

    /** A field's value as text; empty where there is none. */
    public String text(String... path) {
        return field(path).map(Json::text).orElse("");
    }

    /** The objects of a list; none where there is no such list. */
    public List<KubernetesObject> each(String... path) {
        return field(path).stream()
                .flatMap(value -> value instanceof Json.Arr(var items) ? items.stream() : Stream.of())
                .flatMap(item -> item instanceof Json.Obj object ? Stream.of(object) : Stream.of())
                .map(KubernetesObject::new)
                .toList();
    }
}
