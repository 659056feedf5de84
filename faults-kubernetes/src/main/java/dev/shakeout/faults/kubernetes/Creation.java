package dev.shakeout.faults.kubernetes;

import dev.shakeout.model.Json;
import dev.shakeout.model.Step;
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
        String path = type.path(namespace, name);
        var object = body.with("apiVersion", Json.of(type.apiVersion()))
                .with("kind", Json.of(type.kind()))
                .with("metadata", Json.object("name", name, "labels", Json.object(Custody.LABEL, Custody.US)));
        return ApiCall.step(
                what,
                cluster,
                path,
                SCRIPT,
                List.of(type.path(namespace), object.compact()),
                new Deletion(path).inverse(cluster));
    }
}
