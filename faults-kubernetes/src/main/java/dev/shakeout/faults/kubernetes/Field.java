package dev.shakeout.faults.kubernetes;

import dev.shakeout.model.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A field of an object that a fault sets. In a JSON Patch (RFC 6902) the API server compares and sets in one go, so what
 * somebody else has changed meanwhile is never overwritten: it is a three-way merge, field by field.
 *
 * @param pointer where it stands (RFC 6901): /spec/replicas
 * @param before what it was; empty when it was not there
 * @param ours what the fault sets; empty when the fault takes it away
 */
record Field(String pointer, Optional<Json> before, Optional<Json> ours) {
    /** A pointer to what these keys lead to; a number is a place in a list. */
    static String pointer(String... keys) {
        return Stream.of(keys)
                .map(key -> "/" + key.replace("~", "~0").replace("/", "~1"))
                .collect(Collectors.joining());
    }

    /** A field of this object. */
    static Field of(Resource object, Json ours, String... keys) {
        return new Field(pointer(keys), object.at(keys), Optional.of(ours));
    }

    /** Operations that set it, if it is as it was. */
    List<Json> apply() {
        return operations(before, ours);
    }

    /** Operations that set it back, if it is as we have set it. */
    List<Json> undo() {
        return operations(ours, before);
    }

    /** The operation that fails when it is no longer as we have set it. */
    Json isOurs() {
        return expect(ours);
    }

    private List<Json> operations(Optional<Json> from, Optional<Json> to) {
        var operations = new ArrayList<>(List.of(expect(from)));
        if (to.isPresent()) {
            operations.add(Json.object("op", from.isPresent() ? "replace" : "add", "path", pointer, "value", to.get()));
        } else if (from.isPresent()) {
            operations.add(Json.object("op", "remove", "path", pointer));
        }
        return operations;
    }

    /** What is not there is equal to null. */
    private Json expect(Optional<Json> value) {
        return Json.object("op", "test", "path", pointer, "value", value.orElse(Json.Null.NULL));
    }

    Json json() {
        return Json.object(
                "path", pointer, "before", before.orElse(Json.Null.NULL), "ours", ours.orElse(Json.Null.NULL));
    }

    static Field of(Json json) {
        return new Field(Resource.text(json, "path"), Resource.at(json, "before"), Resource.at(json, "ours"));
    }
}
