package dev.shakeout.faults.kubernetes;

import dev.shakeout.model.Json;
import dev.shakeout.model.Step;
import java.util.ArrayList;
import java.util.List;

/** Sets fields of one object, after it is noted at the object how they are set back. */
final class Change {
    /** $1 notes the inverse, $2 changes, $3 clears the note. */
    private static final String SCRIPT = """
            call PATCH "$path" application/merge-patch+json "$1"
            [ "$status" = 200 ] || refused "note at $path how it is taken back"
            call PATCH "$path" application/json-patch+json "$2"
            [ "$status" = 200 ] && exit 0
            changed=$status told=$answer
            call PATCH "$path" application/merge-patch+json "$3"
            status=$changed answer=$told
            [ "$status" = 422 ] && refused "change $path (was it changed since the plan was made?)"
            refused "change $path"
            """;

    private Change() {}

    static Step step(String what, Cluster cluster, Resource object, Field... fields) {
        var undo = Undo.fresh(object, Custody.lease(cluster, object), List.of(fields));
        var apply = new ArrayList<>(List.of(undo.sameObject()));
        undo.fields().forEach(field -> apply.addAll(field.apply()));
        return Step.command(
                what,
                ApiCall.command(
                        cluster,
                        object.path(),
                        SCRIPT,
                        undo.note().compact(),
                        Json.of(apply).compact(),
                        undo.clear().compact()),
                undo.inverse(cluster, object.path()));
    }
}
