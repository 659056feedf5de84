package dev.shakeout.faults.kubernetes;

import dev.shakeout.model.Json;
import dev.shakeout.model.Step;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** Sets fields of one object. */
final class Change {
    /** The arguments are patches; the first that fits is applied. */
    private static final String SCRIPT = """
            for patch in "$@"; do
              call PATCH "$path" application/json-patch+json "$patch"
              [ "$status" = 200 ] && exit 0
              [ "$status" = 422 ] || break
            done
            [ "$status" = 422 ] && refused "change $path (was it changed since the plan was made?)"
            refused "change $path"
            """;

    private Change() {}

    static Step step(String what, Cluster cluster, Resource object, Field... fields) {
        return step(what, cluster, new SetBack(object.path(), object.uid(), List.of(fields), Optional.empty()));
    }

    static Step step(String what, Cluster cluster, SetBack undo) {
        return step(what, cluster, undo, undo);
    }

    /** Sets what one would set back, and takes it back in another way. */
    static Step step(String what, Cluster cluster, SetBack set, Undo undo) {
        var patches = Stream.<Function<Field, List<Json>>>of(Field::apply, Field::applyElse)
                .map(way -> Stream.concat(
                                Stream.of(set.sameObject()),
                                set.fields().stream().flatMap(field -> way.apply(field).stream()))
                        .toList())
                .map(operations -> Json.of(operations).compact())
                .distinct()
                .toList();
        return ApiCall.step(what, cluster, undo.path(), SCRIPT, patches, undo.inverse(cluster));
    }
}
