package dev.shakeout.faults.kubernetes;

import dev.shakeout.model.Json;
import dev.shakeout.model.Step;
import java.io.IOException;
import java.util.List;

/** Makes an object that is deleted again. */
final class Creation {
    /** $1 is the path of all objects of its type, $2 the object. One that is there already was made by a try before. */
    private static final String SCRIPT = """
            call POST "$1" application/json "$2"
            case $status in 201 | 409) ;; *) refused "make $path" ;; esac
            """;

    private Creation() {}

    /**
     * The step, for an object of this type and name.
     *
     * @param name that nobody else gives; see {@link ApiRung.Site#freshName}
     * @param body what it has besides its name and label, such as its spec
     */
    static Step step(String what, Cluster cluster, ResourceType type, String namespace, String name, Json.Obj body) {
        var object = body.with("apiVersion", Json.of(type.apiVersion()))
                .with("kind", Json.of(type.kind()))
                .with("metadata", Json.object("name", name, "labels", Json.object(Custody.LABEL, Custody.US)));
        return step(what, cluster, type.path(namespace), object, new Deletion(type.path(namespace, name)));
    }

    /**
     * The same of one that is taken back in another way.
     *
     * @param collection path of all objects of its type
     * @param object whole, with a name that nobody else gives
     */
    static Step step(String what, Cluster cluster, String collection, Json.Obj object, Undo undo) {
        return ApiCall.step(
                what, cluster, undo.path(), SCRIPT, List.of(collection, object.compact()), undo.inverse(cluster));
    }

    /**
     * Asks the API server what it would say, also of an object that is there already; it makes nothing.
     *
     * @throws ApiRung.Unfit it, or who checks for it, would refuse the object
     */
    static void mustBeTaken(String what, Cluster cluster, String collection, Json.Obj object)
            throws IOException, ApiRung.Unfit {
        var answer = cluster.send("POST", collection + "?dryRun=All", "application/json", object.compact());
        if (!answer.ok()) {
            throw new ApiRung.Unfit(cluster.refusal(what, answer));
        }
    }
}
