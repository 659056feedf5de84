package dev.shakeout.faults.kubernetes;

import dev.shakeout.model.Inverse;
import dev.shakeout.model.Json;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;

/**
 * Makes an object anew that was deleted; one that somebody else has made meanwhile under its name is left alone.
 *
 * @param collection path of all objects of its type in its namespace
 * @param object as it was, without what the API server itself writes
 */
record Recreation(String path, String collection, Json.Obj object) implements Undo {
    static final String MARK = "object";

    private static final List<String> WRITTEN_BY_THE_SERVER =
            List.of("uid", "resourceVersion", "generation", "creationTimestamp", "managedFields", "selfLink");

    /** $1 is the collection, $2 the object. */
    private static final String SCRIPT = """
            call GET "$path" application/json ''
            case $status in
            200) exit 0 ;;
            404) ;;
            *) refused "read $path" ;;
            esac
            call POST "$1" application/json "$2"
            case $status in 201 | 409) ;; *) refused "make $path anew" ;; esac
            """;

    static Recreation of(Resource resource) {
        Json.Obj metadata = without(resource.at("metadata").orElse(Json.Obj.EMPTY), WRITTEN_BY_THE_SERVER);
        Json.Obj object = without(resource.body(), List.of("status"))
                .with("apiVersion", Json.of(resource.type().apiVersion()))
                .with("kind", Json.of(resource.type().kind()))
                .with("metadata", metadata);
        return new Recreation(resource.path(), resource.type().path(resource.namespace()), object);
    }

    private static Json.Obj without(Json object, List<String> keys) {
        var members = new LinkedHashMap<>(((Json.Obj) object).members());
        keys.forEach(members::remove);
        return new Json.Obj(members);
    }

    static Recreation of(Json json) {
        return new Recreation(Resource.text(json, "path"), Resource.text(json, "collection"), (Json.Obj)
                Resource.at(json, MARK).orElse(Json.Obj.EMPTY));
    }

    @Override
    public Json.Obj json() {
        return Json.object("path", path, "collection", collection, MARK, object);
    }

    @Override
    public Inverse inverse(Cluster cluster) {
        return ApiCall.inverse(cluster, path, json(), SCRIPT, List.of(collection, object.compact()));
    }

    @Override
    public void takeBack(Cluster cluster) throws IOException {
        var found = cluster.ask(path);
        if (found.ok()) {
            return;
        }
        if (found.status() != 404) {
            throw new IOException(cluster.refusal("read " + path, found));
        }
        var made = cluster.send("POST", collection, "application/json", object.compact());
        if (!made.ok() && made.status() != 409) {
            throw new IOException(cluster.refusal("make " + path + " anew", made));
        }
    }
}
