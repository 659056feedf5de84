package dev.shakeout.faults.kubernetes;

import dev.shakeout.model.Json;
import dev.shakeout.model.Step;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
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
        int ways = set.fields().stream()
                .mapToInt(field -> field.ways().size())
                .max()
                .orElse(0);
        var patches = IntStream.range(0, ways)
                .mapToObj(way -> Stream.concat(
                                Stream.of(set.sameObject()),
                                set.fields().stream().flatMap(field -> way(field, way).stream()))
                        .toList())
                .map(operations -> Json.of(operations).compact())
                .toList();
        return ApiCall.step(what, cluster, undo.path(), SCRIPT, patches, undo.inverse(cluster));
    }

    /** Where it has fewer than another field of the same object, its last goes with all further ones of that. */
    private static List<Json> way(Field field, int number) {
        var ways = field.ways();
        return ways.get(Math.min(number, ways.size() - 1));
    }
}
