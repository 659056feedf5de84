package dev.shakeout.faults.kubernetes;

import dev.shakeout.model.Json;
import dev.shakeout.model.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Sets fields of one object. */
final class Change {
    private static final String SCRIPT = """
            call PATCH "$path" application/json-patch+json "$1"
            [ "$status" = 200 ] && exit 0
            [ "$status" = 422 ] && refused "change $path (was it changed since the plan was made?)"
            refused "change $path"
            """;

    private Change() {}

    static Step step(String what, Cluster cluster, Resource object, Field... fields) {
        return step(what, cluster, new SetBack(object.path(), object.uid(), List.of(fields), Optional.empty()));
    }

    static Step step(String what, Cluster cluster, SetBack undo) {
        var operations = new ArrayList<>(List.of(undo.sameObject()));
        undo.fields().forEach(field -> operations.addAll(field.apply()));
        return Step.command(
                what,
                ApiCall.command(
                        cluster, undo.path(), SCRIPT, Json.of(operations).compact()),
                undo.inverse(cluster));
    }
}
